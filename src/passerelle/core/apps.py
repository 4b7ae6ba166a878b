from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "passerelle.core"
    label = "core"

    def ready(self) -> None:
        from passerelle.core import fields, rooms

        for room in rooms.rooms():
            fields.FOREIGN.update(room.declares)
            fields.CALLED.update(room.calls)
