"""The desk in the browser (`gouji serve`): pages for people, and the same as an HTTP API.

`settings` is what the command line settles, `people` who may come in, `gate` what every request has to pass, `tables` and `store` what
is kept, `work` what a worker process does, `line` the line of jobs before it, `app` the whole, `serving` its start and end. What a
browser sees is in `templates/desk/`.
"""
