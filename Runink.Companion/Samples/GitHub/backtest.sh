#!/usr/bin/env bash
# Writes, as Markdown, what each changed trigger would have done with the last 30 days of the hospital, beside the version in force.
# Wants COMPANION_URL and COMPANION_KEY (a key with the scope triggers.read, and no other: it is told counts rounded to tens and nothing of a patient).
# backtest.sh BASE [FOLDER]
set -euo pipefail
base=$1
folder=${2:-triggers}
answer=$(mktemp)
trap 'rm -f "$answer"' EXIT
rows=0

told='def told: if . == null then "fewer than 11" else tostring end;'
header() { printf '### Back-test of the last 30 days\n\n| Trigger | Calls | Per 100 patient days | Patients called anew | No longer | At another time |\n|---|---|---|---|---|---|\n'; }

while IFS= read -r -d '' file; do
  id=$(basename "$file")
  id=${id%.*}
  [[ $id =~ ^[a-z0-9][a-z0-9-]{0,79}$ ]] || continue
  [ "$rows" -gt 0 ] || header
  rows=$((rows + 1))
  status=$(jq --raw-input --slurp '{yaml: .}' < "$file" | curl --silent --show-error --max-time 300 --output "$answer" --write-out '%{http_code}' \
    --header "Authorization: Bearer $COMPANION_KEY" --header 'Content-Type: application/json' --data-binary @- "${COMPANION_URL%/}/api/v1/triggers/$id/backtest")
  if [ "$status" = 401 ] || [ "$status" = 403 ]; then
    echo "The server refuses the key: $(jq --raw-output '.title // "no reason"' < "$answer")" >&2
    exit 1
  elif [ "$status" != 200 ]; then
    jq --raw-output --arg id "$id" '"| \($id) | \((.title // "could not be replayed") | gsub("[|\\n]"; " ")) | | | | |"' < "$answer" || printf '| %s | the server answered %s | | | | |\n' "$id" "$status"
  elif [ "$(jq --raw-output .isSummary < "$answer")" != true ]; then
    echo "The key may see patients. Make one with the scope triggers.read alone; this stops here." >&2
    exit 1
  else
    jq --raw-output --arg id "$id" "$told"' "| \($id) | \(.firings | told) | \(.per100PatientDays // "–") | \(if .changes == null then "new" else .changes.gained | told end) | \(if .changes == null then "" else .changes.lost | told end) | \(if .changes == null then "" else .changes.moved | told end) |"' < "$answer"
  fi
done < <(git diff --name-only --diff-filter=AMR -z "$base...HEAD" -- "$folder/*.yaml" "$folder/*.yml")

[ "$rows" -gt 0 ] || printf '### Back-test\n\nNo trigger changed.\n'
printf '\nRounded to tens. Merging changes nothing by itself: the hospital'"'"'s Companion asks somebody else to approve what is merged.\n'
