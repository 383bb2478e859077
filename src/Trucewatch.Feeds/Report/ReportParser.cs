using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds.Framing;
using Trucewatch.Feeds.Times;
using Trucewatch.Geo;

namespace Trucewatch.Feeds.Report;

/// <summary>A report as it was read.</summary>
/// <param name="Time">When it happened.</param>
/// <param name="Place">Where, if it says so.</param>
/// <param name="SigmaM">Standard deviation of the place in metres; 0 without a place.</param>
/// <param name="Written">Everything else.</param>
internal sealed record ReportMessage(Instant Time, GeoPoint? Place, double SigmaM, WrittenReport Written);

/// <summary>
/// Reads one report as <c>report.schema.json</c> describes it; anything that the schema does not know is a fault.
/// </summary>
internal ref struct ReportParser
{
    /// <summary>Longest report in bytes.</summary>
    public const int MaxMessageBytes = 64 * 1024;

    /// <summary>Deepest nesting; the schema needs two levels.</summary>
    public const int MaxDepth = 8;

    /// <summary>Longest id in bytes.</summary>
    public const int MaxIdBytes = 128;

    /// <summary>Longest reporter name in bytes.</summary>
    public const int MaxReporterBytes = 128;

    /// <summary>Longest party id in bytes.</summary>
    public const int MaxPartyBytes = 64;

    /// <summary>Longest class in bytes.</summary>
    public const int MaxClassBytes = 64;

    /// <summary>Longest text in bytes.</summary>
    public const int MaxTextBytes = 4096;

    /// <summary>Most words in a class.</summary>
    public const int MaxClassWords = 4;

    /// <summary>Greatest count.</summary>
    public const int MaxCount = 100_000;

    /// <summary>Greatest standard deviation of a place in metres.</summary>
    public const double MaxSigmaM = 1_000_000;

    /// <summary>Most attachments.</summary>
    public const int MaxAttachments = 16;

    /// <summary>Most classes of things that one report counts.</summary>
    public const int MaxItems = 64;

    /// <summary>Longest text within the subject in bytes.</summary>
    public const int MaxSubjectBytes = 128;

    /// <summary>Farthest that a report may hold around its place, in metres.</summary>
    public const double MaxWithinM = 1_000_000;

    /// <summary>Characters of a SHA-256 digest in hexadecimal.</summary>
    public const int DigestCharacters = 64;

    /// <summary>Means of perception, in the order in which they are kept.</summary>
    public static readonly ImmutableArray<string> Means =
        ["seen", "heard", "camera", "thermal", "acoustic", "radar", "told"];

    /// <summary>Kinds of reporters, in the order of <see cref="ReporterKind"/>.</summary>
    public static readonly ImmutableArray<string> Kinds =
        ["patrol", "post", "station", "imagery", "party", "public", "hotline"];

    /// <summary>Members of a report, as they are numbered here.</summary>
    public static readonly ImmutableArray<string> Members =
    [
        "id", "time", "reporter", "reporterKind", "class", "text",
        "party", "means", "place", "count", "bearingDeg", "attachments", "subject", "items", "window", "withinM",
        "origin", "exercise",
    ];

    /// <summary>How many of <see cref="Members"/>, from the first, are compulsory.</summary>
    public const int CompulsoryMembers = 6;

    private static readonly ImmutableArray<string> PlaceMembers = ["lat", "lon", "sigmaM"];
    private static readonly ImmutableArray<string> CountMembers = ["min", "max"];
    private static readonly ImmutableArray<string> ItemMembers = ["class", "min", "max"];
    private static readonly ImmutableArray<string> WindowMembers = ["from", "until"];

    private static readonly ImmutableArray<string> SubjectMembers =
        ["party", "role", "unit", "nationality", "identity", "notice"];

    private static readonly SearchValues<char> IdCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-");

    private static readonly SearchValues<char> WordCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    private Utf8JsonReader reader;
    private string id;
    private Instant time;
    private string reporter;
    private ReporterKind kind;
    private string? party;
    private string reportClass;
    private string text;
    private ImmutableArray<string> means;
    private ImmutableArray<string> attachments;
    private GeoPoint? place;
    private double sigmaM;
    private int? countMin;
    private int? countMax;
    private double? bearingDeg;
    private ReportSubject? subject;
    private ImmutableArray<CountedItem> items;
    private TimeWindow? window;
    private double? withinM;
    private string? origin;
    private bool isExercise;

    private ReportParser(ReadOnlySpan<byte> json)
    {
        reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        (id, reporter, reportClass, text) = ("", "", "", "");
        means = [];
        attachments = [];
        items = [];
    }

    /// <summary>Reads a report, or gives the first fault.</summary>
    public static FrameFault Read(ReadOnlySpan<byte> json, out ReportMessage? message)
    {
        message = null;
        var fault = json.Length == 0 ? FrameFault.Empty
            : json.Length > MaxMessageBytes ? FrameFault.TooLong
            : !Utf8.IsValid(json) ? FrameFault.BadEncoding
            : JsonNesting.IsDeeper(json, MaxDepth) ? FrameFault.TooDeep
            : FrameFault.None;
        if (fault != FrameFault.None)
        {
            return fault;
        }

        var parser = new ReportParser(json);
        try
        {
            fault = parser.ReadAll();
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

        message = fault == FrameFault.None ? parser.Finish() : null;
        return fault;
    }

    private FrameFault ReadAll()
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return FrameFault.BadSyntax;
        }

        var seen = 0u;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var fault = NextMember(Members, ref seen, out var member);
            fault = fault == FrameFault.None ? ReadMember(member) : fault;
            if (fault != FrameFault.None)
            {
                return fault;
            }
        }

        // Reads on to the end, so that anything after the object is noticed.
        while (reader.Read())
        {
        }

        const uint Compulsory = (1u << CompulsoryMembers) - 1;
        if ((seen & Compulsory) != Compulsory || (kind == ReporterKind.Party && party is null))
        {
            return FrameFault.MissingMember;
        }

        if (withinM is not null && place is null)
        {
            // It would hold around nowhere, and so everywhere.
            return FrameFault.MissingMember;
        }

        return party is not null && kind != ReporterKind.Party ? FrameFault.UnknownMember : FrameFault.None;
    }

    private readonly ReportMessage Finish() => new(
        time,
        place,
        sigmaM,
        new WrittenReport(
            id, reporter, kind, party, reportClass, text, means, countMin, countMax, bearingDeg, attachments,
            subject, items, window, withinM, origin, isExercise));

    private FrameFault NextMember(ImmutableArray<string> members, ref uint seen, out int member)
    {
        for (member = 0; member < members.Length; member++)
        {
            if (reader.ValueTextEquals(members[member]))
            {
                var bit = 1u << member;
                var again = (seen & bit) != 0;
                seen |= bit;
                reader.Read();
                return again ? FrameFault.DuplicateMember : FrameFault.None;
            }
        }

        return FrameFault.UnknownMember;
    }

    private FrameFault ReadMember(int member) => Members[member] switch
    {
        "id" => ReadId(out id),
        "time" => ReadTime(),
        "reporter" => ReadText(1, MaxReporterBytes, out reporter),
        "reporterKind" => ReadKind(),
        "class" => ReadClass(),
        "text" => ReadText(0, MaxTextBytes, out text),
        "party" => ReadParty(),
        "means" => ReadMeans(),
        "place" => ReadPlace(),
        "count" => ReadCount(),
        "bearingDeg" => ReadBearing(),
        "subject" => ReadSubject(),
        "items" => ReadItems(),
        "window" => ReadWindow(),
        "withinM" => ReadWithin(),
        "origin" => ReadId(out origin),
        "exercise" => ReadExercise(),
        _ => ReadAttachments(),
    };

    private FrameFault ReadExercise()
    {
        isExercise = reader.TokenType == JsonTokenType.True;
        return reader.TokenType is JsonTokenType.True or JsonTokenType.False ? FrameFault.None : FrameFault.BadSyntax;
    }

    private FrameFault ReadText(int least, int most, out string value)
    {
        value = "";
        if (reader.TokenType != JsonTokenType.String)
        {
            return FrameFault.BadSyntax;
        }

        value = reader.GetString()!;
        var bytes = Encoding.UTF8.GetByteCount(value);
        return bytes < least || bytes > most ? FrameFault.WrongLength : FrameFault.None;
    }

    private FrameFault ReadId(out string value)
    {
        var fault = ReadText(1, MaxIdBytes, out value);
        return fault == FrameFault.None && value.AsSpan().ContainsAnyExcept(IdCharacters)
            ? FrameFault.OutOfRange
            : fault;
    }

    private FrameFault ReadTime() => ReadTime(out time);

    private FrameFault ReadTime(out Instant value)
    {
        value = default;
        var fault = ReadText(1, Rfc3339.MaxBytes, out var told);
        return fault == FrameFault.None && !Rfc3339.TryParse(Encoding.UTF8.GetBytes(told), out value)
            ? FrameFault.BadSyntax
            : fault;
    }

    private FrameFault ReadKind()
    {
        var fault = ReadText(1, MaxIdBytes, out var value);
        var at = Kinds.IndexOf(value);
        kind = (ReporterKind)Math.Max(at, 0);
        return fault == FrameFault.None && at < 0 ? FrameFault.OutOfRange : fault;
    }

    private FrameFault ReadParty()
    {
        var fault = ReadText(1, MaxPartyBytes, out var value);
        party = value;
        return fault == FrameFault.None && value.AsSpan().ContainsAnyExcept(WordCharacters)
            ? FrameFault.OutOfRange
            : fault;
    }

    private FrameFault ReadClass() => ReadClass(out reportClass);

    private FrameFault ReadClass(out string value)
    {
        var fault = ReadText(1, MaxClassBytes, out value);
        if (fault != FrameFault.None)
        {
            return fault;
        }

        var words = 0;
        foreach (var range in value.AsSpan().Split('.'))
        {
            var word = value.AsSpan(range);
            if (word.IsEmpty || word.ContainsAnyExcept(WordCharacters) || !char.IsAsciiLetterLower(word[0])
                || ++words > MaxClassWords)
            {
                return FrameFault.OutOfRange;
            }
        }

        return FrameFault.None;
    }

    private FrameFault ReadMeans()
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return FrameFault.BadSyntax;
        }

        var seen = 0u;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var fault = ReadText(1, MaxIdBytes, out var word);
            var at = Means.IndexOf(word);
            fault = fault == FrameFault.None && at < 0 ? FrameFault.OutOfRange : fault;
            if (fault != FrameFault.None)
            {
                return fault;
            }

            if ((seen & (1u << at)) != 0)
            {
                return FrameFault.DuplicateMember;
            }

            seen |= 1u << at;
        }

        // Kept in the schema's order, so that the order of writing makes no difference.
        means = [.. Means.Where((_, at) => (seen & (1u << at)) != 0)];
        return FrameFault.None;
    }

    private FrameFault ReadAttachments()
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return FrameFault.BadSyntax;
        }

        var digests = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var fault = ReadText(DigestCharacters, DigestCharacters, out var digest);
            fault = fault == FrameFault.None && !digest.All(char.IsAsciiHexDigitLower) ? FrameFault.OutOfRange
                : fault == FrameFault.None && digests.Contains(digest, StringComparer.Ordinal)
                    ? FrameFault.DuplicateMember
                : fault == FrameFault.None && digests.Count == MaxAttachments ? FrameFault.TooMany
                : fault;
            if (fault != FrameFault.None)
            {
                return fault;
            }

            digests.Add(digest);
        }

        attachments = [.. digests.Order(StringComparer.Ordinal)];
        return FrameFault.None;
    }

    private FrameFault ReadPlace()
    {
        Span<double> values = stackalloc double[3];
        var fault = ReadNumbers(PlaceMembers, values);
        if (fault != FrameFault.None)
        {
            return fault;
        }

        sigmaM = values[2];
        if (sigmaM is < 0 or > MaxSigmaM
            || !GeoPoint.TryFromDegrees(latitudeDeg: values[0], longitudeDeg: values[1], out var point))
        {
            return FrameFault.OutOfRange;
        }

        place = point;
        return FrameFault.None;
    }

    private FrameFault ReadCount()
    {
        Span<double> values = stackalloc double[2];
        var fault = ReadNumbers(CountMembers, values);
        if (fault != FrameFault.None)
        {
            return fault;
        }

        if (!IsCount(values[0], values[1]))
        {
            return FrameFault.OutOfRange;
        }

        (countMin, countMax) = ((int)values[0], (int)values[1]);
        return FrameFault.None;
    }

    /// <summary>Whom the report is about: at least one member; a nationality is two capital letters.</summary>
    private FrameFault ReadSubject()
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return FrameFault.BadSyntax;
        }

        var (seen, told) = (0u, new string?[SubjectMembers.Length]);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var fault = NextMember(SubjectMembers, ref seen, out var member);
            if (fault == FrameFault.None)
            {
                fault = ReadText(1, MaxSubjectBytes, out var value);
                told[member] = value;
            }

            if (fault != FrameFault.None)
            {
                return fault;
            }
        }

        var (owner, role, nationality) = (told[0] ?? "", told[1] ?? "", told[3]);
        if (owner.AsSpan().ContainsAnyExcept(WordCharacters) || role.AsSpan().ContainsAnyExcept(WordCharacters)
            || (nationality is not null && !(nationality.Length == 2 && nationality.All(char.IsAsciiLetterUpper))))
        {
            return FrameFault.OutOfRange;
        }

        subject = new ReportSubject(told[0], told[1], told[2], told[3], told[4], told[5]);
        return seen == 0 ? FrameFault.MissingMember : FrameFault.None;
    }

    /// <summary>What was counted, each class once.</summary>
    private FrameFault ReadItems()
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return FrameFault.BadSyntax;
        }

        var read = new List<CountedItem>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var fault = ReadItem(out var item);
            fault = fault != FrameFault.None ? fault
                : read.Count == MaxItems ? FrameFault.TooMany
                : read.Exists(known => known.Class == item!.Class) ? FrameFault.DuplicateMember
                : FrameFault.None;
            if (fault != FrameFault.None)
            {
                return fault;
            }

            read.Add(item!);
        }

        items = [.. read];
        return FrameFault.None;
    }

    private FrameFault ReadItem(out CountedItem? item)
    {
        item = null;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return FrameFault.BadSyntax;
        }

        var (seen, kind) = (0u, "");
        Span<double> counts = stackalloc double[2];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var fault = NextMember(ItemMembers, ref seen, out var member);
            fault = fault != FrameFault.None ? fault
                : member == 0 ? ReadClass(out kind)
                : ReadNumber(out counts[member - 1]);
            if (fault != FrameFault.None)
            {
                return fault;
            }
        }

        if (seen != (1u << ItemMembers.Length) - 1)
        {
            return FrameFault.MissingMember;
        }

        if (!IsCount(counts[0], counts[1]))
        {
            return FrameFault.OutOfRange;
        }

        item = new CountedItem(kind, (int)counts[0], (int)counts[1]);
        return FrameFault.None;
    }

    private FrameFault ReadWindow()
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return FrameFault.BadSyntax;
        }

        var seen = 0u;
        Span<Instant> times = stackalloc Instant[2];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var fault = NextMember(WindowMembers, ref seen, out var member);
            fault = fault == FrameFault.None ? ReadTime(out times[member]) : fault;
            if (fault != FrameFault.None)
            {
                return fault;
            }
        }

        if (seen != (1u << WindowMembers.Length) - 1)
        {
            return FrameFault.MissingMember;
        }

        if (times[1] <= times[0])
        {
            return FrameFault.OutOfRange;
        }

        window = new TimeWindow(times[0], times[1]);
        return FrameFault.None;
    }

    private FrameFault ReadWithin()
    {
        var fault = ReadNumber(out var value);
        withinM = value;
        return fault == FrameFault.None && value is not (> 0 and <= MaxWithinM) ? FrameFault.OutOfRange : fault;
    }

    private static bool IsCount(double min, double max) =>
        min >= 0 && min <= max && max <= MaxCount && min == Math.Floor(min) && max == Math.Floor(max);

    private FrameFault ReadBearing()
    {
        var fault = ReadNumber(out var value);
        bearingDeg = value;
        return fault == FrameFault.None && value is < 0 or >= 360 ? FrameFault.OutOfRange : fault;
    }

    /// <summary>Reads an object that has exactly these members, all of them numbers.</summary>
    private FrameFault ReadNumbers(ImmutableArray<string> members, scoped Span<double> values)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return FrameFault.BadSyntax;
        }

        var seen = 0u;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var fault = NextMember(members, ref seen, out var member);
            fault = fault == FrameFault.None ? ReadNumber(out values[member]) : fault;
            if (fault != FrameFault.None)
            {
                return fault;
            }
        }

        return seen == (1u << members.Length) - 1 ? FrameFault.None : FrameFault.MissingMember;
    }

    private FrameFault ReadNumber(out double value)
    {
        value = 0;
        if (reader.TokenType != JsonTokenType.Number)
        {
            return FrameFault.BadSyntax;
        }

        // A number beyond the range of doubles is read as infinite, or not at all.
        return reader.TryGetDouble(out value) && double.IsFinite(value) ? FrameFault.None : FrameFault.NotFinite;
    }
}
