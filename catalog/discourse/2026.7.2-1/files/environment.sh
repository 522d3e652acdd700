# Sourced by whatever runs Discourse: what Discourse reads from its environment and Compose cannot say, being made of
# secrets or of other values. Discourse has no variables that name files.
set -euo pipefail
. /etc/chatiere/values

secret() {
  local value
  value=$(< "/run/secrets/$2")
  export "$1=$value"
}
secret DISCOURSE_DB_PASSWORD role-password
secret DISCOURSE_REDIS_PASSWORD cache-password
secret DISCOURSE_OPENID_CONNECT_CLIENT_SECRET oidc-client-secret
secret DISCOURSE_SMTP_PASSWORD mail-password

# 128 hexadecimal digits or it is ignored, and sessions end with the cache.
DISCOURSE_SECRET_KEY_BASE=$(sha512sum < /run/secrets/session-secret | cut --characters=1-128)
export DISCOURSE_SECRET_KEY_BASE

# An address with a port of its own says so; the site setting exists for that alone.
if [[ $url =~ :([0-9]+)$ ]]; then export DISCOURSE_PORT=${BASH_REMATCH[1]}; fi

# Discourse calls no private address but of hosts named here, and the identity server of one's own machine has one.
host=${issuer#*://}
export DISCOURSE_ALLOWED_INTERNAL_HOSTS=${host%%[:/]*}

# Only the words true and false are booleans; 0 would be true.
export DISCOURSE_ENABLE_LOCAL_LOGINS=$([[ $sso_only == 1 ]] && echo false || echo true)
export DISCOURSE_LOGIN_REQUIRED=$([[ $registration == open ]] && echo false || echo true)
export DISCOURSE_SMTP_ENABLE_START_TLS=$([[ $mail_security == starttls ]] && echo true || echo false)
export DISCOURSE_SMTP_FORCE_TLS=$([[ $mail_security == tls ]] && echo true || echo false)

# In kB, and no more than Discourse itself lets an administrator choose.
kilobytes=$((upload_mib * 1024))
export DISCOURSE_MAX_IMAGE_SIZE_KB=$((kilobytes < 102400 ? kilobytes : 102400))
export DISCOURSE_MAX_ATTACHMENT_SIZE_KB=$((kilobytes < 1024000 ? kilobytes : 1024000))

# The image writes each value between single quotes on one line of a file that Ruby then runs as a template.
while read -r name; do
  case ${!name} in
    *[\'$'\n']* | *'<%'*) echo "discourse: $name holds ', a line break or <%, which Discourse's configuration file cannot hold" >&2; exit 1 ;;
  esac
done < <(compgen -e DISCOURSE_)
