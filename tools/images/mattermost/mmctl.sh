#!/bin/sh
# mmctl, but for one command: where the sign-on plugin would be downloaded, its double is installed. Another address goes to the real one.
case " $* " in
  *" plugin install-url "*" https://github.com/server-camp/mattermost-oidc-plugin/releases/download/v0.4.0/mattermost-oidc-0.4.0.tar.gz ")
    echo 'double: the sign-on plugin mattermost-oidc 0.4.0 is not downloaded; its double is installed' >&2
    output=$(/mattermost/bin/mmctl.real --local plugin add --force /mattermost/double/mattermost-oidc.tar.gz 2>&1)
    echo "$output"
    # `plugin add` ends well even when it failed.
    case "$output" in *'Added plugin:'*) exit 0 ;; *) exit 1 ;; esac ;;
esac
exec /mattermost/bin/mmctl.real "$@"
