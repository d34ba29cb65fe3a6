"""Replays a URL at two moments through pywb: a program of its own, its packages lie apart (`make replay`)."""

import json
import sys

from pywb.apps.frontendapp import FrontEndApp
from pywb.manager.manager import main
from werkzeug.test import Client

segment, url, *moments = sys.argv[1:]
main(["init", "c"])
main(["add", "c", segment])
client = Client(FrontEndApp())
answers = [client.get(f"/c/{moment}id_/{url}") for moment in moments]
print(json.dumps([[answer.status_code, answer.get_data(as_text=True)] for answer in answers]))
