#!/bin/sh
# What the tests need beyond Python: LibreOffice Writer with UNO, poppler, PDFBox Preflight with a Java, and fonts. They
# are installed where that is allowed; where it is not, the tests that need them are named and skipped (under CI=true
# they fail).
set -eu
checker="default-jre-headless libpdfbox2-java libactivation-java libjaxb-api-java"
packages="libreoffice-writer python3-uno poppler-utils $checker fonts-crosextra-carlito fonts-noto-core fonts-lato fonts-open-sans fonts-inter"
missing=""
command -v soffice >/dev/null 2>&1 || missing="$missing LibreOffice"
command -v pdftotext >/dev/null 2>&1 || missing="$missing poppler"
for jar in preflight pdfbox2 javax.activation jaxb-api; do
    [ -e "/usr/share/java/$jar.jar" ] || missing="$missing $jar.jar"
done
command -v java >/dev/null 2>&1 || missing="$missing Java"
command -v fc-match >/dev/null 2>&1 || missing="$missing fontconfig"
/usr/bin/python3 -c 'import uno' >/dev/null 2>&1 || missing="$missing UNO"
for family in Carlito "Noto Sans" Lato "Open Sans" Inter; do
    command -v fc-list >/dev/null 2>&1 && fc-list : family | grep -qi "$family" || missing="$missing font:$family"
done
[ -z "$missing" ] && exit 0
if ! command -v apt-get >/dev/null 2>&1; then
    echo "Not here:$missing. The tests of layout, PDF and fonts are skipped; install these and run again."
    exit 0
fi
as_root=""
if [ "$(id -u)" != 0 ]; then
    if command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        as_root="sudo"
    else
        echo "Not here:$missing. Without root or sudo the tests of layout, PDF and fonts are skipped."
        echo "To run them too: apt-get install $packages"
        exit 0
    fi
fi
echo "Installing what the tests need:$missing"
$as_root apt-get update -qq
DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $packages >/dev/null
