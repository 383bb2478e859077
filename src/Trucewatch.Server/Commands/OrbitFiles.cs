using System.CommandLine;
using Trucewatch.Domain.Frames;
using Trucewatch.Feeds.Tle;
using Trucewatch.Geo.Orbits;

namespace Trucewatch.Server.Commands;

/// <summary>What the commands about orbits share: the file of elements, and what is said of it.</summary>
internal static class OrbitFiles
{
    /// <summary>Elements older than this many days are mentioned: predictions from them are off by kilometres.</summary>
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
