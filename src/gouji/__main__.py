"""`python -m gouji`."""

from gouji.start import main

main()
