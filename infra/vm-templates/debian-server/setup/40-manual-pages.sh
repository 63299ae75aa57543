#!/bin/sh
# The index for apropos and man -k, made once here instead of after every installation of a package.
set -eu
mandb --quiet --create || true
