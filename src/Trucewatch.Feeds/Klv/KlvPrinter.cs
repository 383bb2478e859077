using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;

namespace Trucewatch.Feeds.Klv;

/// <summary>Prints one object a packet: its items in their order, those that are not read by their bytes.</summary>
internal sealed class KlvPrinter(PrintOptions print) : IMessagePrinter
{
    private static readonly JsonWriterOptions options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Utf8JsonWriter json = new(Stream.Null, options);
    private readonly KlvReader reader = new();

    /// <inheritdoc/>
    public FrameFault Print(in FrameView frame, IBufferWriter<byte> lines, LateFaults late)
    {
        reader.Open(frame, late, out var packets);
        while (reader.Next(frame, late, ref packets, out var value))
        {
            json.Reset(lines);
            json.WriteStartObject();
            json.WriteString("set"u8, reader.Set.Kind == KlvKind.Uas ? "uas"u8 : "vmti"u8);
            if (reader.Pid != KlvReader.NoPid)
            {
                json.WriteNumber("pid"u8, reader.Pid);
            }

            WriteSet(reader.Set, value);
            json.WriteEndObject();
            json.Flush();
            lines.Write("\n"u8);
        }

        return reader.Close(frame, late);
    }

    private void WriteSet(KlvSet set, ReadOnlySpan<byte> value)
    {
        if (set.TryTime(set.Bytes(UasItems.TimeTag, value), out var time))
        {
            json.WriteString("time"u8, time.ToString());
        }

        var others = 0;
        foreach (var place in set.Places)
        {
            var line = set.Find(place.Tag);
            if (line is null or { Form: KlvForm.Opaque })
            {
                others++;
                continue;
            }

            var item = value.Slice(place.Start, place.Length);
            if (line.Form != KlvForm.Set)
            {
                WriteItem(line, item);
            }
            else if (place.Tag == UasItems.SecurityTag)
            {
                json.WriteStartObject(line.Name);
                WriteItems(item, SecurityItems.Find);
                json.WriteEndObject();
            }
            else if (set.Kind == KlvKind.Uas)
            {
                json.WriteStartObject(line.Name);
                WriteItems(item, VmtiItems.Find);
                WriteTargets(Vmti.Open(item));
                json.WriteEndObject();
            }
        }

        if (set.Kind == KlvKind.Vmti)
        {
            WriteTargets(Vmti.Open(value));
        }

        if (others > 0)
        {
            WriteOthers(set, value);
        }
    }

    /// <summary>The items of a set inside another; those that are not read are not printed.</summary>
    private void WriteItems(ReadOnlySpan<byte> set, Func<int, KlvItem?> find)
    {
        while (!set.IsEmpty && KlvFrame.TryItem(ref set, out var tag, out var item) == FrameFault.None)
        {
            if (find(tag) is { Form: not (KlvForm.Opaque or KlvForm.Set) } line)
            {
                WriteItem(line, item);
            }
        }
    }

    private void WriteTargets(Vmti vmti)
    {
        var any = false;
        while (vmti.Next(out var target, out var items))
        {
            if (!any)
            {
                json.WriteStartArray("targets"u8);
                any = true;
            }

            json.WriteStartObject();
            json.WriteNumber("id"u8, target.Number);
            WriteItems(items, vmti.IsLegacy ? VmtiItems.FindOfLegacyTarget : VmtiItems.FindOfTarget);
            WriteLocation(target);
            json.WriteEndObject();
        }

        if (any)
        {
            json.WriteEndArray();
        }
    }

    private void WriteLocation(in VmtiTarget target)
    {
        if (!double.IsNaN(target.LatitudeDeg) && !double.IsNaN(target.LongitudeDeg))
        {
            json.WriteStartObject("location"u8);
            WriteKnown("latitude"u8, target.LatitudeDeg);
            WriteKnown("longitude"u8, target.LongitudeDeg);
            WriteKnown("height"u8, target.LocationHeightM);
            WriteKnown("sigma_east"u8, target.Sigma.EastM);
            WriteKnown("sigma_north"u8, target.Sigma.NorthM);
            WriteKnown("sigma_up"u8, target.Sigma.UpM);
            WriteKnown("rho_east_north"u8, target.EastNorth);
            json.WriteEndObject();
        }
    }

    private void WriteItem(KlvItem line, ReadOnlySpan<byte> item)
    {
        if (item.IsEmpty && line.Form is not (KlvForm.Text or KlvForm.WideText))
        {
            json.WriteNull(line.Name);
            return;
        }

        switch (line.Form)
        {
            case KlvForm.Text:
                json.WriteString(line.Name, item);
                break;
            case KlvForm.WideText:
                json.WriteString(line.Name, Encoding.BigEndianUnicode.GetString(item));
                break;
            case var _ when print.Unscaled:
                WriteRaw(line, item);
                break;
            case KlvForm.Time:
                var time = new Instant((long)BinaryPrimitives.ReadUInt64BigEndian(item));
                json.WriteString(line.Name, time.ToString());
                break;
            default:
                WriteScaled(line, item);
                break;
        }
    }

    private void WriteRaw(KlvItem line, ReadOnlySpan<byte> item)
    {
        var raw = line.Raw(item);
        if (line.IsSigned)
        {
            json.WriteNumber(line.Name, raw);
        }
        else
        {
            json.WriteNumber(line.Name, (ulong)raw);
        }
    }

    private void WriteScaled(KlvItem line, ReadOnlySpan<byte> item)
    {
        var value = line.Value(item);
        if (line == SecurityItems.Find(SecurityItems.ClassificationTag) && SecurityItems.Words(value) is { } words)
        {
            json.WriteString(line.Name, words);
        }
        else if (double.IsNaN(value))
        {
            json.WriteNull(line.Name);
        }
        else
        {
            json.WriteNumber(line.Name, value);
        }
    }

    private void WriteOthers(KlvSet set, ReadOnlySpan<byte> value)
    {
        json.WriteStartArray("other"u8);
        foreach (var place in set.Places)
        {
            if (set.Find(place.Tag) is null or { Form: KlvForm.Opaque })
            {
                json.WriteStartObject();
                json.WriteNumber("tag"u8, place.Tag);
                json.WriteString("hex"u8, Convert.ToHexStringLower(value.Slice(place.Start, place.Length)));
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
    }

    private void WriteKnown(ReadOnlySpan<byte> name, double value)
    {
        if (!double.IsNaN(value))
        {
            json.WriteNumber(name, value);
        }
    }
}
