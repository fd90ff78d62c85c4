"""How stylesheets, scripts and drawings get names that may be cached for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class FingerprintedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Static files named by their content; imports between JavaScript modules are renamed too."""

    support_js_module_import_aggregation = True
