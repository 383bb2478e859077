using System.Text.Json;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds.Profiles;
using Trucewatch.Feeds.Report;

namespace Trucewatch.Feeds.GeoJson;

/// <summary>Reads one feature, or one bare geometry, under a profile.</summary>
/// <param name="profile">The profile.</param>
/// <param name="reports">The feed's reports.</param>
internal sealed class FeatureReader(Profile profile, ReportDecoder reports)
{
    private readonly ProfileMapper mapper = new(profile, reports);
    private readonly int id = profile.Sources.IndexOf("id");
    private readonly byte[] text = new byte[Profile.MaxValueBytes];

    /// <summary>Reads what a reader is at, which must be an object.</summary>
    public FrameFault Read(Utf8JsonReader at, in FrameView frame, ObservationBuffer output)
    {
        if (JsonMembers.Find(at, "type"u8, out var type) is var types && types != 1)
        {
            return JsonMembers.FaultOf(types);
        }

        if (type.TokenType != JsonTokenType.String)
        {
            return FrameFault.BadSyntax;
        }

        mapper.Row.Clear();
        ShapePlace? place;
        var fault = type.ValueTextEquals("Feature"u8) ? Feature(at, out place) : GeometryReader.Read(at, out place);
        return fault == FrameFault.None ? mapper.Map(frame, place, output) : fault;
    }

    private FrameFault Feature(Utf8JsonReader at, out ShapePlace? place)
    {
        place = null;
        var geometries = JsonMembers.Find(at, "geometry"u8, out var geometry);
        var tables = JsonMembers.Find(at, "properties"u8, out var properties);
        var ids = JsonMembers.Find(at, "id"u8, out var identity);
        if (geometries != 1 || tables > 1 || ids > 1)
        {
            return geometries == 0 ? FrameFault.MissingMember : FrameFault.DuplicateMember;
        }

        var fault = geometry.TokenType switch
        {
            JsonTokenType.StartObject => GeometryReader.Read(geometry, out place),
            JsonTokenType.Null => FrameFault.None,
            _ => FrameFault.BadSyntax,
        };
        if (fault == FrameFault.None && tables == 1 && properties.TokenType != JsonTokenType.Null)
        {
            fault = properties.TokenType == JsonTokenType.StartObject ? Properties(properties) : FrameFault.BadSyntax;
        }

        // A feature's own id counts where its properties have none.
        return fault == FrameFault.None && ids == 1 && id >= 0 && !mapper.Row.Has(id) ? Value(id, identity) : fault;
    }

    private FrameFault Properties(Utf8JsonReader at)
    {
        while (at.Read() && at.TokenType == JsonTokenType.PropertyName)
        {
            var source = 0;
            while (source < profile.Sources.Length && !at.ValueTextEquals(profile.Sources[source]))
            {
                source++;
            }

            at.Read();
            if (source < profile.Sources.Length)
            {
                var fault = mapper.Row.Has(source) ? FrameFault.DuplicateMember : Value(source, at);
                if (fault != FrameFault.None)
                {
                    return fault;
                }
            }

            at.Skip();
        }

        return FrameFault.None;
    }

    private FrameFault Value(int source, Utf8JsonReader at)
    {
        if (at.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
        {
            return FrameFault.BadSyntax;
        }

        if (at.ValueSpan.Length > Profile.MaxValueBytes)
        {
            return FrameFault.WrongLength;
        }

        var length = 0;
        if (at.TokenType == JsonTokenType.String)
        {
            length = at.CopyString(text);
        }
        else if (at.TokenType != JsonTokenType.Null)
        {
            at.ValueSpan.CopyTo(text);
            length = at.ValueSpan.Length;
        }

        mapper.Row.Set(source, text.AsSpan(0, length));
        return FrameFault.None;
    }
}
