using System.CommandLine;
using System.Globalization;
using Trucewatch.Domain;
using Trucewatch.Feeds.Tle;
using Trucewatch.Geo.Orbits;

namespace Trucewatch.Server.Commands;

/// <summary>What the commands about orbits share: the file of elements, and what is said of it.</summary>
internal static class OrbitFiles
{
    /// <summary>
    /// Elements older than this many days are mentioned: predictions from them are off by kilometres.
    /// </summary>
    public const double OldDays = 7;

    public static Option<string> Option() => new("--tle")
    {
        Description = "File of element sets: two lines each, or OMM as CSV, JSON, XML or KVN; '-' is standard input",
        Required = true,
    };

    /// <summary>Reads a file and says on standard error what of it cannot be read.</summary>
    public static OrbitFile Read(string file, bool toleratesChecksums)
    {
        using var input = CommandTable.OpenInput(file);
        var read = OrbitFile.Read(input, toleratesChecksums);
        foreach (var (fault, count) in read.Faults)
        {
            Console.Error.WriteLine(FormattableString.Invariant($"{count} {Api.EnumWords.Of(fault)}"));
        }

        return read.Sets.Count > 0
            ? read
            : throw new UnusableException($"{file}: expected element sets, found none that can be read");
    }

    /// <summary>The orbit of a set, or null and a line on standard error.</summary>
    public static Orbit? Prepare(OrbitalElements elements)
    {
        try
        {
            return new Orbit(elements);
        }
        catch (ArgumentException problem)
        {
            Console.Error.WriteLine(problem.Message);
            return null;
        }
    }

    public static Option<string> Time(string name, string words) => new(name)
    {
        Description = words + ", RFC 3339", HelpName = "TIME", Required = true,
    };

    /// <summary>Two times in order, no farther apart than so many microseconds.</summary>
    public static (Instant From, Instant To) Span(string from, string to, long mostUs)
    {
        var (start, end) = (Read("--from", from), Read("--to", to));
        return end >= start && end.UnixMicroseconds - start.UnixMicroseconds <= mostUs
            ? (start, end)
            : throw new UnusableException(FormattableString.Invariant(
                $"--to: expected a time within {mostUs / 86_400_000_000} days after {start}, got {end}"));
    }

    /// <summary>
    /// What each satellite is called, by its number: its name, or the number where it has none or shares it.
    /// </summary>
    public static Dictionary<int, string> Names(IReadOnlyList<OrbitalElements> elements)
    {
        var counts = elements.CountBy(one => one.Name, StringComparer.Ordinal)
            .ToDictionary(one => one.Key, one => one.Value, StringComparer.Ordinal);
        return elements.ToDictionary(
            one => one.CatalogueNumber,
            one => one.Name.Length > 0 && counts[one.Name] == 1
                ? one.Name
                : one.CatalogueNumber.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>A line for elements that are old at a time.</summary>
    public static void SayAge(string satellite, Orbit orbit, Instant at, TextWriter problems)
    {
        var age = ElementAge.Of(orbit, at.UnixMicroseconds);
        if (Math.Abs(age.AgeDays) > OldDays)
        {
            problems.WriteLine(FormattableString.Invariant(
                $"{satellite}: elements {age.AgeDays:F1} days old at the end, and along the track off by some ")
                + FormattableString.Invariant($"{age.AlongTrackErrorM / 1000:F0} km, {age.TimeErrorS:F0} s"));
        }
    }

    internal static Instant Read(string option, string text) => Instant.TryParse(text, out var instant)
        ? instant
        : throw new UnusableException($"{option}: expected an RFC 3339 time, got {text}");

    /// <summary>Why there is no place, in words.</summary>
    public static string Words(OrbitFault fault) => fault switch
    {
        OrbitFault.Eccentricity => "the mean eccentricity has left 0 to 1",
        OrbitFault.MeanMotion => "the mean motion is not above zero",
        OrbitFault.DisturbedEccentricity => "the eccentricity with Sun and Moon has left 0 to 1",
        OrbitFault.SemiLatusRectum => "the semi-latus rectum is below zero",
        OrbitFault.Decayed => "the satellite has come down",
        OrbitFault.TooFar => "the time is more than ten years from the epoch",
        _ => "none",
    };
}
