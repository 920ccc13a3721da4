"""The desk as a program of its own: in a window where pywebview is there, else in the browser."""

from gouji.desk.launching import main

main()
