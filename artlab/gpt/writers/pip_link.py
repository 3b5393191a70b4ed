"""Asks pip where a wheel lies, and downloads nothing; run as a script by `wheels`.

`pip install --dry-run --report` says it too, but fetches the whole wheel for it, without a bar and
without going on after a cut. So pip's own finder is asked: it knows every mirror, its certificate
and its password, from the environment, pip.conf, netrc and keyrings. pip promises nothing about
its insides, so `wheels` has other ways when this one fails.

    python pip_link.py NAME==VERSION
"""

import json
import sys


def main(requirement):
    """Prints a line of JSON: `url`, `sha256`, `user`, `verify`, `proxies`; `{}` without a wheel."""
    from pip._internal.commands import create_command

    name, _, version = requirement.partition("==")
    command = create_command("download")
    options, _ = command.parse_args(
        ["--only-binary", ":all:", "--retries", "1", "--timeout", "10", requirement]
    )
    with command.main_context():
        session = command.get_default_session(options)
        finder = command._build_package_finder(options, session)
        links = [
            one.link for one in finder.find_all_candidates(name) if str(one.version) == version
        ]
        found = _told(links[0], session) if links else {}
    print(json.dumps(found))


def _told(link, session):
    url, user, password = session.auth._get_url_and_credentials(link.url)
    return {
        "url": url,
        "sha256": link.hash if link.hash_name == "sha256" else None,
        "user": [user, password] if user is not None else None,
        "verify": session.verify,
        "proxies": dict(session.proxies),
    }


if __name__ == "__main__":
    main(sys.argv[1])
