#!/bin/sh
# Checks without Belegt that the files in this folder are those that the report beside it was made with:
#
#   sh check.sh
#
# Ends with 0 only when each is there, has its checksum, is named in the report, and none is there besides. The report
# is searched where it is HTML, Markdown or JSON; the checksums in another one are compared by eye.
cd "$(dirname "$0")" || exit 2
if command -v sha256sum >/dev/null; then sum=sha256sum; else sum='shasum -a 256'; fi
status=0

tell() {
  printf '%-13s %s\n' "$1" "$2"
  [ "$1" = OK ] || status=1
}

while read -r hash name; do
  if [ ! -f "$name" ]; then
    tell MISSING "$name"
  elif [ "$($sum <"$name" | cut -c 1-64)" != "$hash" ]; then
    tell CHANGED "$name"
  else
    for report in ../*.html ../*.md ../*.json; do
      [ -f "$report" ] && ! grep -qF "$hash" "$report" && tell 'NOT IN REPORT' "$name" && continue 2
    done
    tell OK "$name"
  fi
done <SHA256SUMS

for name in *; do
  [ "$name" = SHA256SUMS ] || [ "$name" = check.sh ] || grep -qF "  $name" SHA256SUMS || tell EXTRA "$name"
done
exit $status
