# Sourced before the image's own start: fits its web server to its place behind the edge and to the plan.
site=/etc/nginx/conf.d/discourse.conf

# The image admits requests of 10 MB whatever the settings say.
grep -q client_max_body_size "$site"
sed -i -E "s/client_max_body_size [^;]+;/client_max_body_size ${upload_mib}m;/" "$site"

# The limits per address would otherwise count everyone as one, the edge.
cat > /etc/nginx/conf.d/outlets/server/40-real-ip.conf <<'CONF'
set_real_ip_from 10.0.0.0/8;
set_real_ip_from 172.16.0.0/12;
set_real_ip_from 192.168.0.0/16;
set_real_ip_from fc00::/7;
real_ip_header X-Forwarded-For;
CONF

# Two web workers a GiB, eight at most: upstream's rule for small servers.
bytes=$(cat /sys/fs/cgroup/memory.max 2>/dev/null || echo max)
if [[ $bytes == max ]]; then bytes=$((2 << 30)); fi
workers=$((bytes * 2 >> 30))
export UNICORN_WORKERS=$((workers < 2 ? 2 : workers > 8 ? 8 : workers))
