"""Who may ask in a room, and what they are told where they may not."""

from bot.chat.place import Person, Place
from bot.chat.rooms import Room
from config.replies import Access


def barred(person: Person, place: Place, room: Room, said: Access) -> str:
    """What the person is told, "" where they may ask. Whom an admin put on the list may ask, guest or not."""
    if person.key in room.allowed:
        return ""
    of_another = (person.channel, person.workspace) != (place.channel, place.workspace)
    if (person.is_external or of_another) and not room.admits_outsiders:
        return said.outsider
    if person.is_guest and not room.admits_guests:
        return said.guest
    return said.unlisted if room.allowed else ""
