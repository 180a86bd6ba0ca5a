"""Uploads in a private bucket of an S3 store: whoever may see one is shown it by the site, never sent to the store."""

from botocore.config import Config
from django.conf import settings
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage


class Bucket(S3Storage):
    """The bucket that MEDIA_S3 names, opened with the keys that the environment has for any program of Amazon's."""

    def get_default_settings(self):
        return super().get_default_settings() | {
            "bucket_name": settings.MEDIA_S3,
            "endpoint_url": settings.MEDIA_S3_ENDPOINT,
            "file_overwrite": False,
            "max_memory_size": 2**20,  # what is larger waits on disk while it is sent on
            "client_config": Config(
                signature_version="s3v4",
                connect_timeout=3,
                read_timeout=20,
                retries={"total_max_attempts": 2},
                s3={"addressing_style": "path" if settings.MEDIA_S3_ENDPOINT else "auto"},
            ),
        }

    def url(self, name, *parameters):
        """The address of the site's own door."""
        return settings.MEDIA_URL + filepath_to_uri(name)
