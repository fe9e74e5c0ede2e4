"""A second opinion: reads paths of traces from standard input, a line each, and prints each event as a line.

A line "trace" ends each trace, after a line "error: ..." where babeltrace2 has refused it.
"""

import struct
import sys

import bt2

EVENT = bt2._EventMessageConst


def base(field):
    return field.cls.preferred_display_base


def shown(field):
    if field is None:
        return "none"
    kind = type(field).__name__
    if kind == "_BoolFieldConst":
        return "true" if field else "false"
    if kind == "_BitArrayFieldConst":
        return "%d@16" % field.value_as_integer
    if "EnumerationField" in kind:
        return "%d(%s)" % (int(field), "|".join(sorted(field.labels)))
    if "IntegerField" in kind:
        value = int(field)
        return "%d" % value if base(field) == 10 else "%d@%d" % (value, base(field))
    if "Real" in kind:
        value = float(field)
        return "nan" if value != value else "%016x" % struct.unpack("<Q", struct.pack("<d", value))[0]
    if "String" in kind:
        return '"%s"' % "".join("%02x" % byte for byte in str(field).encode("utf-8", "surrogateescape"))
    if "Blob" in kind:
        return "[%s]" % ",".join(str(byte) for byte in bytes(field.data))
    if "Array" in kind:
        return "[%s]" % ",".join(shown(element) for element in field)
    if "Structure" in kind:
        return members(field)
    if "Option" in kind:
        return shown(field.field) if field.has_field else "none"
    if "Variant" in kind:
        return shown(field.selected_option)
    raise ValueError(kind)


def members(field):
    if field is None:
        return "{}"
    # Absent optionals are left out, as this crate does.
    all = ((name, shown(field[name])) for name in field.keys())
    return "{%s}" % ",".join("%s=%s" % pair for pair in all if pair[1] != "none")


def event(message):
    one = message.event
    packet = one.packet.context_field if one.packet is not None else None
    time = message.default_clock_snapshot.value if one.cls.stream_class.default_clock_class else 0
    scopes = [packet, one.common_context_field, one.specific_context_field, one.payload_field]
    print(one.name, time, *(members(scope) for scope in scopes))


for line in sys.stdin:
    spec = bt2.ComponentSpec.from_named_plugin_and_component_class(
        "ctf", "fs", {"inputs": [line.rstrip("\n")]}
    )
    try:
        for message in bt2.TraceCollectionMessageIterator(spec):
            if type(message) is EVENT:
                event(message)
    except Exception as error:
        print("error:", type(error).__name__, " ".join(str(error).split())[-700:])
    print("trace", flush=True)
