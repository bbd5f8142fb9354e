#!/usr/bin/env bash
# Finds words that docs/glossary.md replaces, in sources, documents and output texts.
set -euo pipefail
unset CDPATH
cd "$(dirname "$0")/.."

words='(?<![a-z])mend(s|ed|ing)?(?![a-z])|symptom|check-?up(?![a-z])|doctor-?visit'
words+='|(?<![a-z])(giver|taker)s?(?![a-z])'
words+='|\b(let|lets|letting) go\b|letsgo|(?<![a-z])(taking|taken) up\b|\b(gives?|given|giving) back\b|given_?back'
words+='|(?<![a-z])stranded|\bstrands?\b|(?<![a-z])worn(?![a-z])|(?<![a-z])circles?(?![a-z])|\blooked at\b'

# CHANGELOG.md says what a word was before, and docs/glossary.md lists them.
files=(Sources Tests docs examples .ci .github README.md Package.swift)
found=0
grep -rnPi --binary-files=without-match --exclude=glossary.md --exclude=check-words.sh "$words" "${files[@]}" || found=$?
if [ "$found" != 1 ]; then
    echo "docs/glossary.md has other words for these, or the search itself failed ($found)" >&2
    exit 1
fi
