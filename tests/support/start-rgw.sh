#!/usr/bin/env bash
# A real S3 server (Ceph RADOS Gateway) on loopback, in memory, for tests: start-rgw.sh DIR PORT ACCESS_KEY SECRET_KEY
# Runs in the foreground until SIGTERM; prints `ready` once it answers. Takes PORT … PORT+12. Needs root, as Debian's
# packages install it (radosgw, ceph-mon, ceph-osd).
set -euo pipefail
dir=$1 port=$2 access_key=$3 secret_key=$4
monitor=$((port + 1)) first_osd_port=$((port + 2))
mkdir -p "$dir/mon" "$dir/osd" "$dir/log" "$dir/run"
export CEPH_CONF=$dir/ceph.conf
fsid=$(cat /proc/sys/kernel/random/uuid)
cat >"$CEPH_CONF" <<CONF
[global]
fsid = $fsid
mon_host = [v2:127.0.0.1:$monitor/0]
mon_initial_members = a
public_addr = 127.0.0.1
cluster_addr = 127.0.0.1
ms_bind_msgr1 = false
ms_bind_ipv6 = false
ms_bind_port_min = $first_osd_port
ms_bind_port_max = $((first_osd_port + 10))
keyring = $dir/keyring
run_dir = $dir/run
admin_socket =
log_file = $dir/log/\$name.log
log_to_stderr = false
log_to_syslog = false
auth_allow_insecure_global_id_reclaim = false
osd_pool_default_size = 1
osd_pool_default_min_size = 1
mon_allow_pool_size_one = true
osd_pool_default_pg_num = 1
osd_pool_default_pgp_num = 1
osd_pool_default_pg_autoscale_mode = off
[mon]
mon_data = $dir/mon
mon_data_avail_crit = 1
paxos_min_wait = 0.01
paxos_propose_interval = 0.05
[osd]
osd_data = $dir/osd
osd_objectstore = memstore
memstore_device_bytes = 4294967296
osd_class_load_list = *
osd_class_default_list = *
[client.rgw]
rgw_data = $dir/rgw
rgw_frontends = beast endpoint=127.0.0.1:$port tcp_nodelay=1
rgw_thread_pool_size = 32
rgw_run_sync_thread = false
CONF

pids=()
stop() {
  trap - EXIT
  # The gateway first, the monitor last.
  for ((i = ${#pids[@]} - 1; i >= 0; i--)); do kill -KILL "${pids[i]}" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$dir"
}
trap 'stop; exit 0' TERM INT
trap 'stop' EXIT
until_true() { # tries of 0.1 s, command…
  local tries=$1
  shift
  for ((i = 0; i < tries; i++)); do
    "$@" >/dev/null 2>&1 && return 0
    sleep 0.1
  done
  echo "gave up waiting for: $*" >&2
  tail -n 5 "$dir"/log/*.log >&2 || true
  return 1
}

monmaptool --create --clobber --fsid "$fsid" --addv a "[v2:127.0.0.1:$monitor/0]" "$dir/monmap" >/dev/null
ceph-authtool --create-keyring "$dir/keyring" --gen-key -n mon. --cap mon 'allow *' >/dev/null
ceph-authtool "$dir/keyring" --gen-key -n client.admin --cap mon 'allow *' --cap osd 'allow *' >/dev/null
ceph-authtool "$dir/keyring" --gen-key -n osd.0 --cap mon 'allow profile osd' --cap osd 'allow *' >/dev/null
ceph-authtool "$dir/keyring" --gen-key -n client.rgw --cap mon 'allow rw' --cap osd 'allow rwx' >/dev/null
ceph-mon -i a --mkfs --monmap "$dir/monmap" --keyring "$dir/keyring" >/dev/null 2>&1
ceph-mon -i a -f >"$dir/log/mon.out" 2>&1 &
pids+=($!)
until_true 300 ceph --connect-timeout 5 mon stat
osd=$(cat /proc/sys/kernel/random/uuid)
ceph osd new "$osd" 0 >/dev/null
ceph-osd -i 0 --mkfs --osd-uuid "$osd" >/dev/null 2>&1
ceph-osd -i 0 -f >"$dir/log/osd.out" 2>&1 &
pids+=($!)
until_true 300 sh -c "ceph osd stat | grep -q '1 up'"
radosgw-admin -n client.rgw user create --uid=tests --display-name=tests --access-key="$access_key" --secret-key="$secret_key" >/dev/null 2>&1
radosgw -n client.rgw -f >"$dir/log/rgw.out" 2>&1 &
pids+=($!)
until_true 300 bash -c "exec 3<>/dev/tcp/127.0.0.1/$port"
echo ready
wait
