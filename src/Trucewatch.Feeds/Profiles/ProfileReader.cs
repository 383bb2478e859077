using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds.Report;

namespace Trucewatch.Feeds.Profiles;

/// <summary>Reads profiles; docs/reference/profiles.md says how they are written.</summary>
internal static class ProfileReader
{
    private static readonly CultureInfo invariant = CultureInfo.InvariantCulture;

    private static readonly ImmutableArray<string> terms = Names<ProfileTerm>();

    /// <summary>Terms that not all subjects have, and those that have them.</summary>
    private static readonly ImmutableArray<(ProfileSubject Of, ImmutableArray<ProfileTerm> Terms)> own =
    [
        (ProfileSubject.Position,
        [
            ProfileTerm.SigmaM, ProfileTerm.Class, ProfileTerm.Name, ProfileTerm.SpeedMps, ProfileTerm.CourseDeg,
            ProfileTerm.HeightM, ProfileTerm.HeightSigmaM,
        ]),
        (ProfileSubject.Report,
        [
            ProfileTerm.SigmaM, ProfileTerm.Class, ProfileTerm.Reporter, ProfileTerm.Party, ProfileTerm.Text,
            ProfileTerm.CountMin, ProfileTerm.CountMax, ProfileTerm.BearingDeg,
        ]),
        (ProfileSubject.Arrival,
            [ProfileTerm.BearingDeg, ProfileTerm.BearingSigmaDeg, ProfileTerm.SigmaS, ProfileTerm.Path]),
    ];

    /// <summary>Reads a profile, or says what is wrong with it.</summary>
    public static Profile? Read(ReadOnlySpan<byte> json, out string? problem)
    {
        problem = null;
        try
        {
            if (json.Length > Profile.MaxBytes)
            {
                throw new ProfileException($"expected at most {Profile.MaxBytes} bytes, got {json.Length}");
            }

            var text = JsonSerializer.Deserialize(json, ProfileJson.Default.ProfileText);
            return Check(text ?? throw new ProfileException("expected an object, got null"));
        }
        catch (ProfileException wrong)
        {
            problem = wrong.Message;
        }
        catch (JsonException wrong)
        {
            // What follows names types of the program, of which the writer of a profile need not know.
            var words = wrong.Message.Split(" contained in", 2)[0].Split(" Path:", 2)[0].TrimEnd('.');
            problem = FormattableString.Invariant(
                $"line {(wrong.LineNumber ?? 0) + 1}: expected a profile's members as documented, got: {words}");
        }

        return null;
    }

    private static Profile Check(ProfileText text)
    {
        Expect(text.Profile == 1, "profile", "1", text.Profile.ToString(invariant));
        Expect(text.Name.Length is > 0 and <= 64, "name", "1 to 64 characters", text.Name);
        var says = Word<ProfileSubject>(text.Says, "says");
        var delimiter = text.Delimiter ?? ",";
        Expect(delimiter is "," or ";" or "\t" or "|", "delimiter", "one of , ; | or a tab", delimiter);
        var sources = new List<string>();
        var fields = new ProfileField?[terms.Length];
        foreach (var (name, field) in text.Fields)
        {
            var at = terms.IndexOf(name);
            Expect(at >= 0, "fields", "one of " + string.Join(", ", terms), name);
            var term = (ProfileTerm)at;
            var isOthers = own.Any(one => one.Terms.Contains(term))
                && !own.Any(one => one.Of == says && one.Terms.Contains(term));
            Expect(!isOthers, $"fields: {name}", $"a field of a {text.Says}", name);
            fields[at] = Field(name, term, field, sources);
        }

        var got = sources.Count.ToString(invariant);
        Expect(sources.Count <= Profile.MaxSources, "fields", $"at most {Profile.MaxSources} sources", got);
        CheckFields(says, fields, text);
        return new Profile(
            text.Name,
            says,
            [.. sources],
            [.. fields],
            Word<IdScheme>(text.IdScheme ?? "any", "idScheme"),
            Reference(text.HeightReference),
            text.ReporterKind ?? "",
            [.. Few(text.Absent, "absent").Select(Encoding.UTF8.GetBytes)],
            (byte)delimiter[0],
            [.. Few(text.Columns, "columns")],
            text.Exercise);
    }

    private static ProfileField Field(string name, ProfileTerm term, FieldText field, List<string> sources)
    {
        var where = $"fields: {name}";
        var from = field.From ?? [];
        Expect(from.Length > 0 || field.Value is not null, where, "from, value or both", "neither");
        Expect((field.Value?.Length ?? 0) <= 256, where, "a value of at most 256 characters", "a longer one");
        var indexes = ImmutableArray.CreateBuilder<int>(from.Length);
        foreach (var source in from)
        {
            Expect(source.Length is > 0 and <= 128, $"{where}: from", "1 to 128 characters", source);
            var at = sources.IndexOf(source);
            indexes.Add(at < 0 ? sources.Count : at);
            if (at < 0)
            {
                sources.Add(source);
            }
        }

        var isTime = term == ProfileTerm.Time;
        Expect(isTime || (field.Form is null && field.Offset is null), where, "form and offset with time only", "them");
        var factor = (field.Times ?? 1, field.Plus ?? 0);
        Expect(double.IsFinite(factor.Item1) && double.IsFinite(factor.Item2), where, "finite numbers", "others");
        var words = Few(field.Words?.Keys.ToArray(), $"{where}: words");
        return new ProfileField(
            term,
            indexes.ToImmutable(),
            field.Value is null ? null : Encoding.UTF8.GetBytes(field.Value),
            factor.Item1,
            factor.Item2,
            [.. words.Select(said => (Encoding.UTF8.GetBytes(said), Encoding.UTF8.GetBytes(field.Words![said])))],
            isTime ? Form(field, where) : default);
    }

    private static TimeForm Form(FieldText field, string where)
    {
        if (field.Form is null && field.Offset is null)
        {
            return TimeForm.Rfc3339;
        }

        var pattern = field.Form ?? "rfc3339";
        if (TimeForm.Problem(pattern) is { } problem)
        {
            throw new ProfileException($"{where}: form: {problem}");
        }

        if (field.Offset is null or "Z")
        {
            return new TimeForm(pattern, 0);
        }

        Expect(pattern.Contains("yyyy", StringComparison.Ordinal), where, "an offset with a pattern only", pattern);
        var probe = Encoding.ASCII.GetBytes("1970-01-02T00:00:00" + field.Offset);
        var isOffset = Times.Rfc3339.TryParse(probe, out var moved);
        Expect(isOffset && field.Offset.Length == 6, $"{where}: offset", "Z or an offset such as +03:00", field.Offset);
        return new TimeForm(pattern, 86_400 - (int)(moved.UnixMicroseconds / 1_000_000));
    }

    private static void CheckFields(ProfileSubject says, ProfileField?[] fields, ProfileText text)
    {
        var (hasLat, hasLon) = (fields[(int)ProfileTerm.Lat] is not null, fields[(int)ProfileTerm.Lon] is not null);
        Expect(hasLat == hasLon, "fields", "lat and lon together", hasLat ? "lat alone" : "lon alone");
        ImmutableArray<ProfileTerm> needed = says switch
        {
            ProfileSubject.Position => [],
            ProfileSubject.Report => [ProfileTerm.Time, ProfileTerm.Id, ProfileTerm.Reporter, ProfileTerm.Class],
            _ => [ProfileTerm.Time, ProfileTerm.Id, ProfileTerm.SigmaS],
        };
        foreach (var term in needed)
        {
            Expect(fields[(int)term] is not null, "fields", $"{terms[(int)term]} where says is {text.Says}", "none");
        }

        if (says != ProfileSubject.Position)
        {
            Expect(text.HeightReference is null, "heightReference", "it with says: position only", "it");
        }

        if (says != ProfileSubject.Report)
        {
            Expect(text.ReporterKind is null, "reporterKind", "it with says: report only", "it");
            return;
        }

        var kinds = string.Join(", ", ReportParser.Kinds);
        var kind = text.ReporterKind ?? "none";
        Expect(ReportParser.Kinds.IndexOf(kind) >= 0, "reporterKind", "one of " + kinds, kind);
    }

    private static HeightReference Reference(string? text)
    {
        var names = new[] { "unknown", "ellipsoid", "sea-level", "pressure", "ground" };
        var at = Array.IndexOf(names, text ?? names[0]);
        Expect(at >= 0, "heightReference", "one of " + string.Join(", ", names), text ?? "");
        return (HeightReference)at;
    }

    private static string[] Few(string[]? texts, string where)
    {
        texts ??= [];
        var got = texts.Length.ToString(invariant);
        Expect(texts.Length <= Profile.MaxWords, where, $"at most {Profile.MaxWords} texts", got);
        Expect(texts.Distinct(StringComparer.Ordinal).Count() == texts.Length, where, "each text once", "one twice");
        return texts;
    }

    private static T Word<T>(string text, string where)
        where T : struct, Enum
    {
        var names = Names<T>();
        var at = names.IndexOf(text);
        Expect(at >= 0, where, "one of " + string.Join(", ", names), text);
        return (T)Enum.ToObject(typeof(T), at);
    }

    private static ImmutableArray<string> Names<T>()
        where T : struct, Enum =>
        [.. Enum.GetNames<T>().Select(name => char.ToLowerInvariant(name[0]) + name[1..])];

    private static void Expect(bool condition, string where, string expected, string got)
    {
        if (!condition)
        {
            throw new ProfileException($"{where}: expected {expected}, got '{(got.Length <= 80 ? got : got[..80])}'");
        }
    }

    private sealed class ProfileException(string message) : Exception(message);
}
