using System.Text.Json;
using System.Text.Unicode;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds.Framing;
using Trucewatch.Feeds.Profiles;
using Trucewatch.Feeds.Report;

namespace Trucewatch.Feeds.GeoJson;

/// <summary>
/// Turns the features of one feed into observations. A document that is a profile says how the features after it are
/// read. One feature at fault costs no other of its collection: it is counted, and the rest are read.
/// </summary>
internal sealed class GeoJsonDecoder : IFrameDecoder, IProfiled
{
    /// <summary>Deepest nesting.</summary>
    public const int MaxDepth = 32;

    /// <summary>Most features of a document.</summary>
    public const int MaxFeatures = 100_000;

    private readonly ReportDecoder reports;
    private FeatureReader? reader;

    /// <summary>Makes the decoder of a sender, with the plain profile until it brings its own.</summary>
    /// <param name="reports">Takes the reports of the whole feed, so that it knows the ids of all.</param>
    public GeoJsonDecoder(ReportDecoder reports)
    {
        this.reports = reports;
        ForgetProfile();
    }

    /// <inheritdoc/>
    public void ForgetProfile() => reader = new FeatureReader(Profile.Plain, reports);

    /// <inheritdoc/>
    public FrameFault Decode(in FrameView frame, ObservationBuffer output, LateFaults late)
    {
        var json = frame.Bytes;
        json = json.StartsWith("\uFEFF"u8) ? json[3..] : json;
        if (json.IsEmpty)
        {
            return FrameFault.Empty;
        }

        if (!Utf8.IsValid(json) || JsonNesting.IsDeeper(json, MaxDepth))
        {
            return Utf8.IsValid(json) ? FrameFault.TooDeep : FrameFault.BadEncoding;
        }

        if (json.StartsWith(Profile.Mark))
        {
            var profile = ProfileReader.Read(json, out _);
            reader = profile is null ? null : new FeatureReader(profile, reports);
            return profile is null ? FrameFault.BadSyntax : FrameFault.None;
        }

        // Without a profile that can be read nobody knows what the properties mean.
        return reader is null ? FrameFault.UnsupportedType : Checked(json, frame, output, late);
    }

    private FrameFault Checked(
        ReadOnlySpan<byte> json, in FrameView frame, ObservationBuffer output, LateFaults late)
    {
        // A document that breaks off has told nothing: it is read to its end before any of it counts.
        var whole = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            while (whole.Read())
            {
                if (whole.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && whole.ValueIsEscaped)
                {
                    _ = whole.GetString();
                }
            }
        }
        catch (JsonException)
        {
            // The framework's reader has no other way to say that the bytes are not JSON.
            return FrameFault.BadSyntax;
        }
        catch (InvalidOperationException)
        {
            // It says so when a text holds half of a surrogate pair.
            return FrameFault.BadEncoding;
        }

        var at = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        at.Read();
        return at.TokenType == JsonTokenType.StartObject ? Document(at, frame, output, late) : FrameFault.BadSyntax;
    }

    private FrameFault Document(Utf8JsonReader at, in FrameView frame, ObservationBuffer output, LateFaults late)
    {
        var isCollection = JsonMembers.Find(at, "type"u8, out var type) == 1
            && type.TokenType == JsonTokenType.String && type.ValueTextEquals("FeatureCollection"u8);
        if (!isCollection)
        {
            return reader!.Read(at, frame, output);
        }

        if (JsonMembers.Find(at, "features"u8, out var features) is var found && found != 1)
        {
            return JsonMembers.FaultOf(found);
        }

        if (features.TokenType != JsonTokenType.StartArray)
        {
            return FrameFault.BadSyntax;
        }

        for (var count = 0; features.Read() && features.TokenType != JsonTokenType.EndArray; features.Skip())
        {
            var fault = ++count > MaxFeatures ? FrameFault.TooMany
                : features.TokenType == JsonTokenType.StartObject ? reader!.Read(features, frame, output)
                : FrameFault.BadSyntax;
            if (fault != FrameFault.None)
            {
                late.Add(frame.Ref, fault);
            }

            if (count > MaxFeatures)
            {
                break;
            }
        }

        return FrameFault.None;
    }
}
