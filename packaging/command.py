"""The command line as a program of its own."""

from gouji.start import main

main()
