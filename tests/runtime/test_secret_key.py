"""The secret key is made once, also where several processes start at once."""

import subprocess
import sys

from django.conf import settings

from tests.runtime.site import environment

PROGRAM = "from district.settings import SECRET_KEY; print(SECRET_KEY)"


def test_processes_that_start_at_once_share_one_key(tmp_path):
    starts = [
        subprocess.Popen(
            [sys.executable, "-c", PROGRAM],
            cwd=settings.BASE_DIR,
            env=environment(SITE_DATA=tmp_path / "var"),
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    keys = {start.communicate()[0].strip() for start in starts}
    assert keys == {(tmp_path / "var/secret-key").read_text()}
    assert [path.name for path in (tmp_path / "var").iterdir()] == ["secret-key"]
