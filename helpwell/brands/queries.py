from django.db.models import QuerySet

from helpwell.brands.models import Brand


def brands_to_choose() -> QuerySet[Brand]:
    """The brands in use, in their order."""
    return Brand.objects.filter(is_active=True)
