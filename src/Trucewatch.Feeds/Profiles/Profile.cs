using System.Collections.Immutable;
using Trucewatch.Domain.Observations;

namespace Trucewatch.Feeds.Profiles;

/// <summary>What one row of a mapped format says.</summary>
internal enum ProfileSubject
{
    /// <summary>An object was at a place.</summary>
    Position,

    /// <summary>Somebody reports something in writing.</summary>
    Report,

    /// <summary>A station heard or saw something sudden; its own place and the time of the onset.</summary>
    Arrival,
}

/// <summary>What a value of a row means.</summary>
internal enum ProfileTerm
{
    /// <summary>When it was; without it the receive time counts.</summary>
    Time,

    /// <summary>Latitude in degrees.</summary>
    Lat,

    /// <summary>Longitude in degrees.</summary>
    Lon,

    /// <summary>Standard deviation of the place in metres, along each axis.</summary>
    SigmaM,

    /// <summary>Identity of the object, id of the report, or name of the station.</summary>
    Id,

    /// <summary>Name of the object.</summary>
    Name,

    /// <summary>Class of the object (a word of <see cref="ObjectClass"/>) or of what was reported.</summary>
    Class,

    /// <summary>Speed over ground in metres a second.</summary>
    SpeedMps,

    /// <summary>Course over ground in degrees from true north.</summary>
    CourseDeg,

    /// <summary>Height in metres over the profile's reference.</summary>
    HeightM,

    /// <summary>Standard deviation of the height in metres.</summary>
    HeightSigmaM,

    /// <summary>Who reports.</summary>
    Reporter,

    /// <summary>Party that reports.</summary>
    Party,

    /// <summary>Words of the report.</summary>
    Text,

    /// <summary>Least number of what was counted.</summary>
    CountMin,

    /// <summary>Greatest number of what was counted.</summary>
    CountMax,

    /// <summary>Direction from the reporter or station in degrees from true north.</summary>
    BearingDeg,

    /// <summary>Standard deviation of the direction in degrees.</summary>
    BearingSigmaDeg,

    /// <summary>Standard deviation of the time of an arrival in seconds.</summary>
    SigmaS,

    /// <summary>What carried an arrival: a word of <see cref="SignalPath"/>.</summary>
    Path,
}

/// <summary>How texts become identities.</summary>
internal enum IdScheme
{
    /// <summary><c>mmsi:</c>, <c>icao:</c> or <c>cot:</c> and the rest; without such a word a uid.</summary>
    Any,

    /// <summary>Nine digits.</summary>
    Mmsi,

    /// <summary>Six hexadecimal digits.</summary>
    Icao,

    /// <summary>Any text.</summary>
    Cot,
}

/// <summary>Where the value of one term comes from and how it is read.</summary>
/// <param name="Term">What it means.</param>
/// <param name="Sources">Indexes of the sources whose texts, joined by a space, are the value; none: a
/// constant.</param>
/// <param name="Constant">The value where there is no source, or where all sources are empty; null: not known.</param>
/// <param name="Times">What a number is multiplied by.</param>
/// <param name="Plus">What is added then.</param>
/// <param name="Words">Texts and what stands for them; empty: the text itself.</param>
/// <param name="Form">How a time is written.</param>
internal sealed record ProfileField(
    ProfileTerm Term,
    ImmutableArray<int> Sources,
    byte[]? Constant,
    double Times,
    double Plus,
    ImmutableArray<(byte[] Said, byte[] Meant)> Words,
    TimeForm Form);

/// <summary>
/// How the columns of a table, or the properties of a feature, become observations: the little text that a mapped
/// format needs beside its bytes. It travels in the feed itself, as a frame before the rows that it explains, so that
/// the record alone says how it was read.
/// </summary>
/// <param name="Name">Its name.</param>
/// <param name="Says">What a row says.</param>
/// <param name="Sources">Names of the columns or properties that it uses, each once.</param>
/// <param name="Fields">What it makes of them, one for each term that it knows, by term; null where not known.</param>
/// <param name="IdScheme">How identities are written.</param>
/// <param name="HeightReference">What heights are measured from.</param>
/// <param name="ReporterKind">The kind of reporter, as the report format writes it.</param>
/// <param name="Absent">Texts that mean that a value is not known; an empty one always does.</param>
/// <param name="Delimiter">What stands between the cells of a line.</param>
/// <param name="Columns">Names of the columns where no line names them; empty: a line does.</param>
/// <param name="IsExercise">True where all rows are of an exercise; a live log refuses them.</param>
internal sealed record Profile(
    string Name,
    ProfileSubject Says,
    ImmutableArray<string> Sources,
    ImmutableArray<ProfileField?> Fields,
    IdScheme IdScheme,
    HeightReference HeightReference,
    string ReporterKind,
    ImmutableArray<byte[]> Absent,
    byte Delimiter,
    ImmutableArray<string> Columns,
    bool IsExercise)
{
    /// <summary>Longest profile in bytes.</summary>
    public const int MaxBytes = 32 * 1024;

    /// <summary>Most columns or properties that a profile uses.</summary>
    public const int MaxSources = 64;

    /// <summary>Most words of one field, most texts that mean "not known", and most columns.</summary>
    public const int MaxWords = 256;

    /// <summary>Longest value in bytes; what a report's text may have.</summary>
    public const int MaxValueBytes = 4096;

    /// <summary>
    /// Sigma of a place whose error neither the row nor the profile states, in metres: an assumption.
    /// </summary>
    public const double UnstatedSigmaM = 100;

    /// <summary>The first bytes of a frame that is a profile and no row.</summary>
    public static ReadOnlySpan<byte> Mark => "{\"profile\""u8;

    /// <summary>The field of a term, or null.</summary>
    public ProfileField? this[ProfileTerm term] => Fields[(int)term];

    /// <summary>
    /// The sources without which no row can be read: of the place, or of a report's id and time; all of them where
    /// these are constants.
    /// </summary>
    public ImmutableArray<int> Needed { get; } = NeededOf(Says, Sources, Fields);

    /// <summary>
    /// The profile of a feed that brings none: columns or properties with the names of the terms, and identities with
    /// their scheme before them.
    /// </summary>
    public static Profile Plain { get; } = ProfileReader.Read(
        """
        {"profile":1,"name":"plain","says":"position","fields":{"time":{"from":"time"},
        "lat":{"from":"lat"},"lon":{"from":"lon"},"sigmaM":{"from":"sigmaM"},"id":{"from":"id"},"name":{"from":"name"},
        "class":{"from":"class"},"speedMps":{"from":"speedMps"},"courseDeg":{"from":"courseDeg"},
        "heightM":{"from":"heightM"},"heightSigmaM":{"from":"heightSigmaM"}}}
        """u8,
        out _)!;

    private static ImmutableArray<int> NeededOf(
        ProfileSubject says, ImmutableArray<string> sources, ImmutableArray<ProfileField?> fields)
    {
        ImmutableArray<ProfileTerm> needed = says switch
        {
            ProfileSubject.Position => [ProfileTerm.Lat, ProfileTerm.Lon],
            ProfileSubject.Report => [ProfileTerm.Id, ProfileTerm.Time],
            _ => [ProfileTerm.Id, ProfileTerm.Time, ProfileTerm.SigmaS],
        };
        ImmutableArray<int> named = [.. needed.SelectMany(term => fields[(int)term]?.Sources ?? []).Distinct()];
        return named.IsEmpty ? [.. Enumerable.Range(0, sources.Length)] : named;
    }
}
