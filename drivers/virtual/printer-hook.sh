#!/bin/sh
# What ippeveprinter runs for each job: one page after the other, while the file `condition` says "none".
# Working folder: the virtual printer's own. Lines on stderr set the printer's state.
cd "$(dirname "$0")" || exit 1
case "$IPP_JOB_NAME" in
  bench-condition-*)
    # Not a document: the bench moves something in the room while the printer is idle.
    echo "STATE: $(cat condition)" >&2
    exit 0
    ;;
esac
pace=$(cat pace)
pages=$(pdfinfo "$1" 2>/dev/null | sed -n 's/^Pages: *//p')
page=0
shown=none
while [ "$page" -lt "${pages:-1}" ]; do
  now=$(cat condition)
  if [ "$now" != "$shown" ]; then
    echo "STATE: $now" >&2
    shown=$now
  fi
  # What is only low prints on.
  case "$now" in *-low) now=none ;; esac
  if [ "$now" != none ]; then
    sleep 0.2
    continue
  fi
  [ "$pace" = 0 ] || sleep "$pace"
  case "$(cat condition)" in none | *-low) ;; *) continue ;; esac
  page=$((page + 1))
  echo "ATTR: job-impressions-completed=$page" >&2
  echo "$IPP_JOB_NAME" >>pages
done
# In the tray, for the bench to look at; in memory like the rest.
cp "$1" last.new && mv last.new last
