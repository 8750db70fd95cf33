#!/bin/sh
# Install Chromium and a Chinese font for the tests of the page, where that is possible; say so loudly where it is not.
has_browser() { command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null; }
has_font() { command -v fc-list >/dev/null && [ -n "$(fc-list :lang=zh)" ]; }

has_browser && has_font && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "installing chromium and a Chinese font (once)"
  export DEBIAN_FRONTEND=noninteractive
  { apt-get update && apt-get install -y --no-install-recommends chromium fontconfig fonts-noto-cjk; } >/tmp/setup_browser.$$ 2>&1 \
    || tail -n 5 /tmp/setup_browser.$$
  rm -f /tmp/setup_browser.$$
fi
has_browser && has_font && exit 0
echo "********************************************************************************"
echo "* No Chromium or no Chinese font: the tests that open the page will be SKIPPED. *"
echo "* Install them, for instance: sudo apt-get install chromium fonts-noto-cjk      *"
echo "********************************************************************************"
