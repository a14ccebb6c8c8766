#!/bin/sh
# Writes the templates and the hooks into the Swift file that the binary carries them in.
set -eu
cd "$(dirname "$0")/.."
out=Sources/Writ/Adoption/TemplateFiles.swift
emit() {
  printf '    (\n      "%s", "%s",\n      #"""\n' "$1" "$2"
  sed 's/^\(.\)/      \1/' "$3"
  printf '\n      """#\n    ),\n'
}
{
  echo '// Made by policies/embed.sh out of policies/ and hooks/. Do not edit.'
  echo
  echo 'extension Template {'
  echo '  static let files: [(template: String, path: String, text: String)] = ['
  find policies hooks -type f ! -name '*.md' ! -name '*.sh' | LC_ALL=C sort | while IFS= read -r file; do
    inner=${file#policies/}
    case $inner in
      hooks/*) emit hooks "${inner#*/}" "$file" ;;
      *) emit "${inner%%/*}" "${inner#*/}" "$file" ;;
    esac
  done
  echo '  ]'
  echo '}'
} > "$out"
