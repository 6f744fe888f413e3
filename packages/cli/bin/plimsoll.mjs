#!/usr/bin/env node
// A file that is there before anything is built: npm links a command only if its file exists when it installs.
import '../dist/main.js'
