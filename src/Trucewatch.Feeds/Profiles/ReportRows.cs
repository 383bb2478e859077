using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds.Report;

namespace Trucewatch.Feeds.Profiles;

/// <summary>
/// Rows that are reports: each is written as the report format writes it and read by that format's own decoder, so
/// that the same words, limits and the same rule of one report for one id hold.
/// </summary>
/// <param name="reporterKind">The kind of reporter, as the report format writes it.</param>
/// <param name="isExercise">True where all rows are of an exercise.</param>
/// <param name="decoder">That decoder, which remembers the ids of the feed.</param>
internal sealed class ReportRows(string reporterKind, bool isExercise, ReportDecoder decoder)
{
    private static readonly ImmutableArray<(ProfileTerm Term, JsonEncodedText Name)> texts =
    [
        (ProfileTerm.Id, JsonEncodedText.Encode("id")), (ProfileTerm.Reporter, JsonEncodedText.Encode("reporter")),
        (ProfileTerm.Party, JsonEncodedText.Encode("party")), (ProfileTerm.Class, JsonEncodedText.Encode("class")),
    ];

    private readonly ArrayBufferWriter<byte> json = new();
    private readonly LateFaults none = new();

    /// <summary>Makes the observation of a report, nothing where it came before, or gives the fault.</summary>
    public FrameFault Map(
        in FrameView frame, ProfileMapper row, Instant at, ShapePlace? place, ObservationBuffer output)
    {
        json.ResetWrittenCount();
        using (var to = new Utf8JsonWriter(json, new JsonWriterOptions { SkipValidation = true }))
        {
            to.WriteStartObject();
            to.WriteString("time"u8, Encoding.ASCII.GetBytes(at.ToString()));
            to.WriteString("reporterKind"u8, reporterKind);
            foreach (var (term, name) in texts)
            {
                if (row.Text(term) is { IsEmpty: false } text)
                {
                    to.WriteString(name, text);
                }
            }

            to.WriteString("text"u8, row.Text(ProfileTerm.Text));
            WriteNumbers(to, row);
            WritePlace(to, place);
            to.WriteBoolean("exercise"u8, isExercise);
            to.WriteEndObject();
        }

        return row.Fault != FrameFault.None
            ? row.Fault
            : decoder.Decode(new FrameView(frame.Ref, frame.ReceivedAt, json.WrittenSpan), output, none);
    }

    private static void WriteNumbers(Utf8JsonWriter to, ProfileMapper row)
    {
        var bearing = row.Number(ProfileTerm.BearingDeg, 0, 360);
        if (double.IsFinite(bearing))
        {
            to.WriteNumber("bearingDeg"u8, bearing == 360 ? 0 : bearing);
        }

        var (least, most) = (row.Count(ProfileTerm.CountMin), row.Count(ProfileTerm.CountMax));
        if ((least ?? most) is { } min && (most ?? least) is { } max)
        {
            // One number alone is both: so many, as far as the row says.
            to.WriteStartObject("count"u8);
            to.WriteNumber("min"u8, min);
            to.WriteNumber("max"u8, max);
            to.WriteEndObject();
        }
    }

    private static void WritePlace(Utf8JsonWriter to, ShapePlace? place)
    {
        if (place is not { } known)
        {
            return;
        }

        // A report has a circle: the one with the same mean variance as the ellipse.
        var sigmaM = Math.Sqrt((known.Spread.EastM2 + known.Spread.NorthM2) / 2);
        to.WriteStartObject("place"u8);
        to.WriteNumber("lat"u8, known.Point.LatitudeDeg);
        to.WriteNumber("lon"u8, known.Point.LongitudeDeg);
        to.WriteNumber("sigmaM"u8, Math.Min(sigmaM, ReportParser.MaxSigmaM));
        to.WriteEndObject();
    }
}
