"""Decodes a trace by Perfetto's published schema, and prints it as JSON: slices, instants, points of counters, and what is missing.

Slices are paired as the format says it: an end is the end of its track's last slice that is open. A field that the schema does not have is an error.
"""

import json
import sys
import zlib

sys.path.insert(0, sys.argv[1])
from google.protobuf.unknown_fields import UnknownFieldSet
from perfetto.protos.perfetto.trace import perfetto_trace_pb2 as schema


def known(message):
    assert len(UnknownFieldSet(message)) == 0, f"{message.DESCRIPTOR.name}: {[f.field_number for f in UnknownFieldSet(message)]}"
    for field, value in message.ListFields():
        if field.message_type is not None:
            for one in value if field.is_repeated else [value]:
                known(one)


def packets(data):
    for number, packet in enumerate(schema.Trace.FromString(data).packet):
        # More of them would take long, and are like these.
        if number < 1000:
            known(packet)
        if packet.HasField("compressed_packets"):
            yield from packets(zlib.decompress(packet.compressed_packets))
        else:
            yield packet


class Names:
    def __init__(self):
        self.all = {"event_categories": {}, "event_names": {}, "debug_annotation_names": {}}

    def see(self, data):
        for kind, names in self.all.items():
            for one in getattr(data, kind):
                assert one.iid not in names, "a name is interned twice"
                names[one.iid] = one.name

    def of(self, kind, iid):
        return self.all[kind][iid]

    def annotation(self, of):
        if of.dict_entries:
            return self.annotations(of.dict_entries)
        if of.array_values:
            return [self.annotation(one) for one in of.array_values]
        kind = of.WhichOneof("value")
        return None if kind is None else getattr(of, kind)

    def annotations(self, all):
        return {self.of("debug_annotation_names", one.name_iid): self.annotation(one) for one in all}


raw = open(sys.argv[2], "rb").read()
outer = schema.Trace.FromString(raw)
names = Names()
tracks, defaults, events, lost, clock = {}, None, [], 0, None
cleared = False
for packet in packets(raw):
    if packet.HasField("trace_stats"):
        lost += sum(one.trace_writer_packet_loss for one in packet.trace_stats.buffer_stats)
        continue
    assert packet.trusted_packet_sequence_id == 1
    if packet.sequence_flags & schema.TracePacket.SEQ_INCREMENTAL_STATE_CLEARED:
        names, cleared = Names(), True
    if packet.HasField("trace_packet_defaults"):
        defaults = packet.trace_packet_defaults.timestamp_clock_id
    if packet.HasField("clock_snapshot"):
        one = packet.clock_snapshot
        clock = {
            "primary": schema.BuiltinClock.Name(one.primary_trace_clock),
            "clocks": {one.clock_id: one.timestamp for one in one.clocks},
        }
    if packet.HasField("interned_data"):
        names.see(packet.interned_data)
    if packet.HasField("track_descriptor"):
        one = packet.track_descriptor
        known_one = tracks.setdefault(one.uuid, schema.TrackDescriptor())
        known_one.MergeFrom(one)
        assert not one.parent_uuid or one.parent_uuid in tracks
    if packet.HasField("track_event"):
        assert cleared and packet.sequence_flags & schema.TracePacket.SEQ_NEEDS_INCREMENTAL_STATE
        assert defaults in clock["clocks"], "times are of a clock that no snapshot has"
        event = packet.track_event
        name = event.name or (names.of("event_names", event.name_iid) if event.name_iid else None)
        events.append(
            {
                "time": packet.timestamp,
                "track": event.track_uuid,
                "type": event.type,
                "name": name,
                "categories": [names.of("event_categories", iid) for iid in event.category_iids],
                "args": names.annotations(event.debug_annotations),
                "flows": [str(flow) for flow in event.flow_ids],
                "value": event.double_counter_value
                if event.HasField("double_counter_value")
                else event.counter_value,
            }
        )


def shown(uuid):
    track = tracks[uuid]
    if track.HasField("thread"):
        thread = track.thread
        return [f"{thread.pid}/{thread.tid} {thread.thread_name}"]
    if track.HasField("process"):
        return [f"{track.process.pid} {track.process.process_name}"]
    return ([] if not track.parent_uuid else shown(track.parent_uuid)) + [track.name]


result = {"slices": [], "instants": [], "points": [], "lost": lost, "clock": clock, "packets": len(outer.packet)}
stacks = {}
for event in sorted(events, key=lambda event: event["time"]):
    uuid, kind = event["track"], event.pop("type")
    event["track"] = shown(uuid)
    if kind == schema.TrackEvent.TYPE_SLICE_BEGIN:
        event["end"] = None
        stacks.setdefault(uuid, []).append(event)
        result["slices"].append(event)
    elif kind == schema.TrackEvent.TYPE_SLICE_END:
        begun = stacks[uuid].pop()
        begun["end"], begun["end_args"] = event["time"], event["args"]
    elif kind == schema.TrackEvent.TYPE_INSTANT:
        result["instants"].append(event)
    else:
        assert kind == schema.TrackEvent.TYPE_COUNTER and tracks[uuid].HasField("counter")
        result["points"].append(event)
print(json.dumps(result))
