#!/bin/sh
log() { printf '[%s] %s\n' "$(date +%T)" "$*"; }
