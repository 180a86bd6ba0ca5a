import pytest

from tests.hostile.ground import COUNTED


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    """Uploads lie where the test can see them all."""
    settings.MEDIA_ROOT = tmp_path


def pytest_terminal_summary(terminalreporter):
    """How many cases there really were."""
    if COUNTED:
        told = ", ".join(f"{door} {count}" for door, count in COUNTED.items())
        terminalreporter.write_line(f"{COUNTED.total()} hostile cases: {told}")
