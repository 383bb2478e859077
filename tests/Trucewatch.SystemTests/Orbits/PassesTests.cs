using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Trucewatch.SystemTests.Programs;
using Trucewatch.SystemTests.Replays;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.SystemTests.Orbits;

/// <summary>Passes and places against a program that shares nothing with ours, and on all kinds of machines.</summary>
public sealed class PassesTests
{
    private const string Satellites = "orbits/eo_tle_2026.tle";
    private const string From = "2026-10-01T00:00:00Z";
    private const string To = "2026-10-03T00:00:00Z";
    private const double LimitS = 1;
    private const double LimitDeg = 0.05;

    // Debian's own interpreter, which its packages are for.
    private const string Python = "/usr/bin/python3";
    private const string PythonTheory = "/usr/lib/python3/dist-packages/sgp4/api.py";

    /// <summary>
    /// The theory is Debian's, the geometry is written here from other formulas than ours: the Earth rotation angle and
    /// the mean sidereal time of 2006, a site's own axes as a matrix, turning points by comparing elevations.
    /// </summary>
    private const string Script = """
        import math, sys
        from datetime import datetime, timezone
        from sgp4.api import Satrec, WGS72

        def site_of(lat, lon, h):
            a, b = 6378137.0, 6378137.0 * (1 - 1 / 298.257223563)
            p, l = math.radians(lat), math.radians(lon)
            n = a * a / math.hypot(a * math.cos(p), b * math.sin(p))
            at = [(n + h) * math.cos(p) * math.cos(l), (n + h) * math.cos(p) * math.sin(l),
                  (n * (b / a) ** 2 + h) * math.sin(p)]
            axes = [[-math.sin(l), math.cos(l), 0],
                    [-math.sin(p) * math.cos(l), -math.sin(p) * math.sin(l), math.cos(p)],
                    [math.cos(p) * math.cos(l), math.cos(p) * math.sin(l), math.sin(p)]]
            return at, axes

        def sidereal(days2000):
            t = days2000 / 36525
            turn = 0.7790572732640 + 0.00273781191135448 * days2000 + days2000 % 1
            arc = 0.014506 + t * (4612.156534 + t * (1.3915817 - t * 0.00000044))
            return 2 * math.pi * (turn % 1) + math.radians(arc / 3600)

        def look(sat, site, unix):
            day, rest = divmod(unix, 86400)
            error, r, _ = sat.sgp4(2440587.5 + day, rest / 86400)
            if error:
                raise SystemExit(f"error {error}")
            g = sidereal(unix / 86400 - 10957.5)
            x = 1000 * (r[0] * math.cos(g) + r[1] * math.sin(g))
            y = 1000 * (r[1] * math.cos(g) - r[0] * math.sin(g))
            d = [x - site[0][0], y - site[0][1], 1000 * r[2] - site[0][2]]
            e, n, u = (sum(a * b for a, b in zip(row, d)) for row in site[1])
            return (math.degrees(math.atan2(u, math.hypot(e, n))), math.degrees(math.atan2(e, n)) % 360,
                    math.sqrt(e * e + n * n + u * u))

        def crossing(sat, site, a, b, least):
            above = look(sat, site, a)[0] >= least
            while b - a > 0.005:
                m = (a + b) / 2
                if (look(sat, site, m)[0] >= least) == above:
                    a = m
                else:
                    b = m
            return (a + b) / 2

        def top(sat, site, a, b):
            while b - a > 0.02:
                p, q = a + (b - a) / 3, b - (b - a) / 3
                if look(sat, site, p)[0] < look(sat, site, q)[0]:
                    a = p
                else:
                    b = q
            return (a + b) / 2

        def unix(text):
            return datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()

        file, start, end, least = sys.argv[1], unix(sys.argv[2]), unix(sys.argv[3]), float(sys.argv[4])
        lines = open(file).read().splitlines()
        for number, text in enumerate(sys.argv[5:]):
            site = site_of(*map(float, text.split(",")))
            for at in range(0, len(lines), 3):
                sat = Satrec.twoline2rv(lines[at + 1], lines[at + 2], WGS72)
                times = [start + 40 * k for k in range(int((end - start) / 40) + 1)]
                heights = [look(sat, site, t)[0] for t in times]

                def out(kind, t):
                    print(number, lines[at].strip().replace(" ", "_"), kind, repr(t), *map(repr, look(sat, site, t)))

                for k in range(1, len(times)):
                    if (heights[k - 1] >= least) != (heights[k] >= least):
                        out("set" if heights[k - 1] >= least else "rise",
                            crossing(sat, site, times[k - 1], times[k], least))
                    if k + 1 < len(times) and heights[k - 1] < heights[k] >= heights[k + 1] and heights[k] > least - 20:
                        t = top(sat, site, times[k - 1], times[k + 1])
                        if look(sat, site, t)[0] >= least:
                            if max(heights[k - 1:k + 2]) < least:
                                out("rise", crossing(sat, site, times[k - 1], t, least))
                                out("set", crossing(sat, site, t, times[k + 1], least))
                            out("culminate", t)
        """;

    private static readonly string[] Sites = ["48.0,37.5,150", "-33.9,18.4,20", "78.2,15.6,450", "0.5,-179.95,0"];

    [Theory]
    [InlineData("0", 4)]
    [InlineData("10", 1)]
    public void Passes_agree_with_an_independent_program(string least, int sites)
    {
        Assert.SkipUnless(File.Exists(PythonTheory), "Debian's python3-sgp4 is not installed");
        var file = RepositoryTree.CorpusFile(Satellites);
        var theirs = Theirs(file, least, sites);
        var (worst, compared) = ((Seconds: 0.0, Degrees: 0.0, Metres: 0.0), 0);
        for (var site = 0; site < sites; site++)
        {
            var ours = Ours(file, least, Sites[site]).GroupBy(one => (one.Satellite, one.Kind))
                .ToDictionary(one => one.Key, one => one.OrderBy(row => row.Unix).ToList());
            var expected = theirs.Where(one => one.Site == site).GroupBy(one => (one.Satellite, one.Kind)).ToList();
            Assert.Equal(expected.Count, ours.Count);
            foreach (var kind in expected)
            {
                var rows = kind.OrderBy(row => row.Unix).ToList();
                Assert.Equal((kind.Key, rows.Count), (kind.Key, ours[kind.Key].Count));
                foreach (var (their, our) in rows.Zip(ours[kind.Key]))
                {
                    var turned = Math.Abs(Math.IEEERemainder(their.Azimuth - our.Azimuth, 360));
                    worst = (
                        Math.Max(worst.Seconds, Math.Abs(their.Unix - our.Unix)),
                        Math.Max(worst.Degrees, Math.Max(
                            Math.Abs(their.Elevation - our.Elevation),
                            turned * Math.Cos(our.Elevation * Math.PI / 180))),
                        Math.Max(worst.Metres, Math.Abs(their.Range - our.Range)));
                    compared++;
                }
            }
        }

        var found = FormattableString.Invariant(
            $"{compared} events: {worst.Seconds:F3} s, {worst.Degrees:F5} degrees, {worst.Metres:F0} m at worst");
        TestContext.Current.TestOutputHelper!.WriteLine(found);
        Assert.True(compared > 100 * sites, found);
        Assert.True(worst.Seconds <= LimitS && worst.Degrees <= LimitDeg, found);
    }

    /// <summary>All kinds of orbits of the authors' cases, with their batches of four and the software in their place.
    /// </summary>
    [Fact]
    public void Every_machine_prints_the_same_places_and_passes()
    {
        var cases = RepositoryTree.CorpusFile("orbits/SGP4-VER.TLE");
        var satellites = RepositoryTree.CorpusFile(Satellites);
        Assert.Single(ReplayTests.Machines
            .Select(machine => Hash(machine, "propagate", "--tle", cases)).Distinct(StringComparer.Ordinal));
        Assert.Single(ReplayTests.Machines
            .Select(machine => Hash(
                machine, "passes", "--tle", satellites, "--site", Sites[0], "--from", From, "--to", To))
            .Distinct(StringComparer.Ordinal));
    }

    private static string Hash((string Name, string Value)[] machine, params string[] arguments)
    {
        var ran = TrucewatchProgram.Run([], machine, arguments);
        Assert.True(ran.ExitCode == 0, ran.Error);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ran.Output)));
    }

    private static List<Row> Ours(string file, string least, string site)
    {
        var ran = TrucewatchProgram.Run(
            "passes", "--tle", file, "--site", site, "--from", From, "--to", To, "--min-elevation", least);
        Assert.True(ran.ExitCode == 0, ran.Error);
        var lines = ran.Output.TrimEnd('\n').Split('\n');
        Assert.Equal("satellite,event,time,elevation,azimuth,range_m", lines[0]);
        return [.. lines.Skip(1).Select(line => line.Split(',')).Select(cells => new Row(
            0, cells[0].Replace(' ', '_'), cells[1],
            (DateTimeOffset.Parse(cells[2], CultureInfo.InvariantCulture) - DateTimeOffset.UnixEpoch).TotalSeconds,
            Number(cells[3]), Number(cells[4]), Number(cells[5])))];
    }

    private static List<Row> Theirs(string file, string least, int sites)
    {
        var start = new ProcessStartInfo(Python, ["-c", Script, file, From, To, least, .. Sites[..sites]])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var python = Process.Start(start)!;
        var error = python.StandardError.ReadToEndAsync();
        var output = python.StandardOutput.ReadToEnd();
        python.WaitForExit();
        Assert.True(python.ExitCode == 0, error.Result);
        return [.. output.TrimEnd('\n').Split('\n').Select(line => line.Split(' ')).Select(words => new Row(
            int.Parse(words[0], CultureInfo.InvariantCulture), words[1], words[2], Number(words[3]), Number(words[4]),
            Number(words[5]), Number(words[6])))];
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private sealed record Row(
        int Site, string Satellite, string Kind, double Unix, double Elevation, double Azimuth, double Range);
}
