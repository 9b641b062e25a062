#!/bin/sh
# Writes a backup and says how large it is. Fails loudly.
set -eu
. "$(dirname "$0")/lib.sh"

target="${BACKUP_DIR:-/var/backups/ferrywell}/$(date +%F).tar.zst"
began=$(date +%s)
docker compose exec -T database pg_dump --format=custom ferrywell | zstd -q -o "$target"
log "backup ok: $(du -h "$target" | cut -f1) in $(($(date +%s) - began)) s"
