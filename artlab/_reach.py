"""Whether a server answers, known within seconds, and what an address may show of itself.

A silent server, and above all a silent DNS server, holds whoever asks for 20 s and longer. So a
child process asks, and is killed when its time is over.
"""

import re
import subprocess
import sys

SECONDS = 3.5
_ASK = """
import socket, ssl, sys, urllib.error, urllib.request

class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None  # an answer is an answer

url, seconds, found = sys.argv[1], float(sys.argv[2]), sys.argv[3] == "True"

def told(error):
    if isinstance(error, urllib.error.HTTPError):
        return f"it says {error.code}, {error.reason}"
    cause = getattr(error, "reason", error)
    if isinstance(cause, socket.gaierror):
        return "its name is not known here (no network?)"
    if isinstance(cause, ConnectionRefusedError):
        return "nobody listens there"
    if isinstance(cause, ssl.SSLError):
        return f"its certificate is not trusted ({cause.reason})"
    if isinstance(cause, TimeoutError):
        return "it does not answer"
    return f"the connection fails ({type(cause).__name__})"

request = urllib.request.Request(url, method="HEAD")
opener = urllib.request.build_opener(*([] if found else [Stay]))
try:
    opener.open(request, timeout=seconds).close()
except Exception as error:
    if found or not isinstance(error, urllib.error.HTTPError):
        print(told(error))
"""


def why_not(url, seconds=SECONDS, found=False):
    """Why a server does not answer.

    Args:
        url: an address, http or https. Proxies of the environment are used.
        seconds: to wait at most.
        found: whether what lies at the address must be there too, perhaps at another address that
            the server names.

    Returns:
        `None` when it answers, whatever it says unless `found`; else the reason in words.
    """
    # -P: a file of yours called socket.py must not take the place of Python's own.
    command = [sys.executable, "-P", "-c", _ASK, url, str(seconds), str(found)]
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=seconds
        )
    except subprocess.TimeoutExpired:
        return f"it does not answer within {seconds:g} s"
    except OSError as error:
        return f"nothing can be asked ({error.strerror})"
    return done.stdout.strip() or (None if done.returncode == 0 else "the question failed")


def without_secrets(url):
    """An address without name and password in it.

    Example:

    >>> without_secrets("https://kees:secret@example.org/v1")
    'https://example.org/v1'
    """
    return re.sub(r"//[^/]*@", "//", url)
