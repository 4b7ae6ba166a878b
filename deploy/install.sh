#!/bin/sh
# Puts Passerelle on one Debian 12 machine, or brings an installation up to the version that lies in /opt/passerelle.
#   deploy/install.sh --host passerelle.example.org            do it
#   deploy/install.sh --host passerelle.example.org --dry-run  only say what would be done
# Safe to run again: settings, secrets, databases and certificates that are there stay as they are.
set -eu

HERE=/opt/passerelle
ETC=/etc/passerelle
DATA=/var/lib/passerelle
PG=/etc/postgresql/15/main
HOST= DRY=
while [ $# -gt 0 ]; do
    case $1 in
        --host) [ $# -ge 2 ] || { echo "--host wants a name" >&2; exit 2; }; HOST=$2; shift 2 ;;
        --dry-run) DRY=1; shift ;;
        *) echo "usage: deploy/install.sh --host NAME [--dry-run]" >&2; exit 2 ;;
    esac
done
case $HOST in
    '' | *[!a-z0-9.-]*) echo "Name the host that people will type: --host passerelle.example.org" >&2; exit 2 ;;
esac

say() { printf '\n== %s\n' "$*"; }
# Every change goes through do_: with --dry-run it is shown instead of done.
do_() {
    if [ -n "$DRY" ]; then printf '  would run: %s\n' "$*"; else "$@"; fi
}
# write FILE MODE OWNER: what comes on stdin, in one step.
write() {
    if [ -n "$DRY" ]; then cat >/dev/null; printf '  would write: %s (mode %s)\n' "$1" "$2"; return; fi
    (umask 077; cat >"$1.new")
    chown "$3" "$1.new"
    chmod "$2" "$1.new"
    mv "$1.new" "$1"
}
has_systemd() { [ -d /run/systemd/system ]; }
# What was ours in a file goes, what is ours now stands first: PostgreSQL takes the first line that fits.
ours_first() {
    { echo "# passerelle: begin"; cat "$1"; echo "# passerelle: end"
      [ ! -e "$2" ] || sed '/^# passerelle: begin$/,/^# passerelle: end$/d' "$2"; } | write "$2" 640 postgres:postgres
}

[ -n "$DRY" ] || [ "$(id -u)" = 0 ] || { echo "Run it as root." >&2; exit 2; }
[ -f "$HERE/src/passerelle/__init__.py" ] || { echo "The program belongs in $HERE: git clone it there." >&2; exit 2; }
cd "$HERE"

say "Packages"
do_ env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
    make python3 python3-venv postgresql-15 nginx ssl-cert

say "Account and folders"
getent passwd passerelle >/dev/null || do_ adduser --system --group --home "$DATA" --no-create-home passerelle
do_ install -d -m 755 -o root -g root "$ETC" /var/www/acme /usr/share/passerelle
do_ install -d -m 700 -o passerelle -g passerelle "$DATA" /var/backups/passerelle
# The place of the keys' backup: another medium is mounted here. Until then it is empty and nobody's.
[ -d /srv/passerelle-keys ] || do_ install -d -m 700 -o passerelle -g passerelle /srv/passerelle-keys

say "Settings and secrets"
[ -e "$ETC/passerelle.env" ] || sed "s/HOST\.NAME/$HOST/g" deploy/passerelle.env | write "$ETC/passerelle.env" 600 root:root
random() { head -c "$1" /dev/urandom | base64 -w 0; }
[ -e "$ETC/secrets.env" ] || {
    echo "# Made once. Whoever reads this file and the keys' database reads everything. It is in no backup of ours:"
    echo "# the keys' backup brings the keys back without it."
    echo "PASSERELLE_SECRET_KEY=\"$(random 48)\""
    echo "PASSERELLE_MASTER_KEY=\"$(random 32)\""
    echo "PASSERELLE_METRICS_TOKEN=\"$(random 24 | tr '+/' '-_')\""
} | write "$ETC/secrets.env" 600 root:root
# Twelve random words' worth; write it down and keep it neither here alone nor beside the keys' backup.
[ -e "$ETC/keys-passphrase" ] || { random 24; echo; } | write "$ETC/keys-passphrase" 600 root:root

say "PostgreSQL"
do_ install -m 644 -o postgres -g postgres deploy/postgresql/passerelle.conf "$PG/conf.d/passerelle.conf"
ours_first deploy/postgresql/pg_hba.conf "$PG/pg_hba.conf"
ours_first deploy/postgresql/pg_ident.conf "$PG/pg_ident.conf"
do_ pg_ctlcluster 15 main restart
do_ runuser -u postgres -- psql -q -X -v ON_ERROR_STOP=1 -f - <deploy/postgresql/databases.sql

say "The program"
do_ make setup
do_ install -m 755 deploy/passerelle /usr/local/sbin/passerelle

say "Services"
do_ install -m 644 deploy/systemd/*.service deploy/systemd/*.timer /etc/systemd/system/
do_ install -d /etc/systemd/system/passerelle-.service.d
do_ install -m 644 deploy/systemd/passerelle-.service.d/common.conf /etc/systemd/system/passerelle-.service.d/
if has_systemd; then
    do_ systemctl daemon-reload
    # Nobody writes while tables change. On a first run there is nothing to stop.
    do_ systemctl stop passerelle-web.service passerelle-worker.service
fi

say "Tables"
do_ /usr/local/sbin/passerelle migrate

say "nginx"
do_ install -m 644 deploy/nginx/away.html deploy/nginx/too-large.html /usr/share/passerelle/
[ -e /etc/nginx/sites-available/passerelle ] || sed "s/HOST\.NAME/$HOST/g" deploy/nginx/passerelle.conf | write /etc/nginx/sites-available/passerelle 644 root:root
do_ ln -sf ../sites-available/passerelle /etc/nginx/sites-enabled/passerelle
do_ nginx -t -q
if has_systemd; then do_ systemctl reload-or-restart nginx; fi

say "What is left"
if ! has_systemd; then
    echo "systemd does not run here: start nginx, passerelle prepare, passerelle serve-web and passerelle worker yourself."
elif [ -e "$DATA/static/gathered" ]; then
    do_ systemctl start passerelle-web.service passerelle-worker.service
    echo "Updated. Look at: passerelle doctor --running"
else
    echo "First: passerelle init. Then, as deploy/README.md says: certificate, the keys' medium, and"
    echo "systemctl enable --now passerelle-web.service passerelle-worker.service passerelle-backup.timer \\"
    echo "    passerelle-keys.timer passerelle-heads.timer passerelle-check.timer"
fi
