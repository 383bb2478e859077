using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.SystemTests.Programs;

/// <summary>
/// A second opinion on Mode S: Debian's dump1090-mutability reads the same lines. Run by name, because it needs that
/// program and takes its times from the clock; skipped where the program is absent.
/// </summary>
public sealed partial class Dump1090Tests
{
    private const string Program = "/usr/bin/dump1090-mutability";

    // An aircraft that is nowhere else, sent last, so that its echo says that all before it has been read; and sent
    // twice, because an aircraft's first message is echoed with its second.
    private const string Last = "*8D3C0001203014D4820820A48176;";

    [Theory(Explicit = true)]
    [InlineData("modes1.raw.txt", 550)]
    [InlineData("sample_data_adsb.csv", 7500)]
    [InlineData("src/Trucewatch.Feeds/Avr/corpus/avr.txt", 300)]
    public async Task Both_read_the_same_values(string file, int leastAgreements)
    {
        Assert.SkipUnless(File.Exists(Program), $"{Program} is not installed");
        var path = file.Contains('/', StringComparison.Ordinal)
            ? Path.Combine(RepositoryTree.Root, file)
            : RepositoryTree.CorpusFile("adsb/" + file);
        var lines = File.ReadLines(path).Select(Message).OfType<string>().Append(Last).Append(Last).ToArray();
        var theirs = await Ask(lines);
        var ours = TrucewatchProgram.Run(
            Encoding.ASCII.GetBytes(string.Join('\n', lines)), [], "decode", "--format", "avr", "-");
        var (agreed, differences) = Compare(ours.Output, theirs);
        Assert.True(differences.Count == 0, string.Join('\n', differences));
        Assert.InRange(agreed, leastAgreements, int.MaxValue);
    }

    [Fact]
    public void A_value_that_differs_is_seen()
    {
        const string Ours = """{"hex":"00","icao":"4840d6","altitude":31000,"lat":48.50001}""";
        const string Theirs = "  ICAO Address:  4840D6 (x)\n  Altitude:      31000 ft\n  CPR latitude:  48.50000 (1)\n";
        var (agreed, differences) = Compare(Ours, [("00", Theirs)]);
        Assert.Equal((3, 0), (agreed, differences.Count));
        foreach (var (old, planted) in new[] { ("40D6", "40D7"), ("31000", "31025"), ("48.50000", "48.50003") })
        {
            (agreed, differences) = Compare(Ours, [("00", Theirs.Replace(old, planted, StringComparison.Ordinal))]);
            Assert.Equal((2, 1), (agreed, differences.Count));
        }
    }

    private static string? Message(string line) =>
        !line.StartsWith(' ') && MessagePattern().Match(line) is { Success: true } found ? $"*{found.Value};" : null;

    /// <summary>The blocks that it prints, one for each message it accepts.</summary>
    private static async Task<List<(string Hex, string Text)>> Ask(string[] lines)
    {
        var (input, echo) = (FreePort(), FreePort());
        var start = new ProcessStartInfo(Program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[
            "--net-only", "--no-fix", "--net-bind-address", "127.0.0.1", "--net-ri-port", input, "--net-ro-port", echo,
            "--net-sbs-port", "0", "--net-bi-port", "0", "--net-bo-port", "0"])
        {
            start.ArgumentList.Add(argument);
        }

        using var patience = new CancellationTokenSource(TrucewatchProgram.Patience);
        using var program = Process.Start(start)!;
        try
        {
            var output = program.StandardOutput.ReadToEndAsync(patience.Token);
            var error = program.StandardError.ReadToEndAsync(patience.Token);
            using var listening = await Connect(echo, patience.Token);
            using var sending = await Connect(input, patience.Token);
            var echoed = WaitForLast(listening, patience.Token);
            await sending.GetStream().WriteAsync(
                Encoding.ASCII.GetBytes(string.Join('\n', lines) + "\n"), patience.Token);
            await echoed;

            // It writes what it has printed when it is told to stop, not when it is killed.
            using var stop = Process.Start("kill", ["-TERM", program.Id.ToString(CultureInfo.InvariantCulture)]);
            await program.WaitForExitAsync(patience.Token);
            await error;
            return [.. BlockPattern().Matches(await output).Select(block => (block.Groups["hex"].Value, block.Value))];
        }
        finally
        {
            if (!program.HasExited)
            {
                program.Kill();
            }
        }
    }

    private static async Task WaitForLast(TcpClient listening, CancellationToken stop)
    {
        using var reader = new StreamReader(listening.GetStream());
        while (await reader.ReadLineAsync(stop) is { } line)
        {
            if (string.Equals(line.Trim(), Last, StringComparison.OrdinalIgnoreCase))
            {
                return;
            }
        }

        Assert.Fail("the other decoder closed the connection before it echoed the last message");
    }

    private static async Task<TcpClient> Connect(string port, CancellationToken stop)
    {
        while (true)
        {
            var client = new TcpClient();
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, int.Parse(port, CultureInfo.InvariantCulture), stop);
                return client;
            }
            catch (SocketException)
            {
                // It does not listen yet.
                client.Dispose();
                await Task.Delay(20, stop);
            }
        }
    }

    private static string FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Compares what both say; each leaves out some messages, so that the two lists are walked together.
    /// </summary>
    private static (int Agreed, List<string> Differences) Compare(string ours, List<(string Hex, string Text)> theirs)
    {
        var (agreed, at, differences) = (0, 0, new List<string>());
        foreach (var line in ours.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var own = JsonDocument.Parse(line).RootElement;
            var next = theirs.FindIndex(at, block => block.Hex == own.GetProperty("hex").GetString());
            if (next < 0 || next - at > 50)
            {
                continue;
            }

            at = next + 1;
            foreach (var (name, pattern, tolerance) in fields)
            {
                var found = Regex.Match(theirs[next].Text, pattern, RegexOptions.Multiline, TimeSpan.FromSeconds(2));
                if (!found.Success || !own.TryGetProperty(name, out var value) || IsBySteps(name, own))
                {
                    continue;
                }

                var other = found.Groups["value"].Value.Trim();
                var same = tolerance is { } within
                    ? Math.Abs(value.GetDouble() - double.Parse(other, CultureInfo.InvariantCulture)) <= within
                    : string.Equals(value.GetString(), other, StringComparison.OrdinalIgnoreCase);
                agreed += same ? 1 : 0;
                if (!same)
                {
                    differences.Add($"{name}: theirs {other}, ours {line}");
                }
            }
        }

        return (agreed, differences);
    }

    // On the ground speeds are sent by steps of up to 5 knots: here the lower end is printed, there the upper one.
    private static bool IsBySteps(string name, JsonElement own) =>
        name == "groundspeed" && own.GetProperty("typecode").GetInt32() != 19;

    private static readonly (string Name, string Pattern, double? Tolerance)[] fields =
    [
        ("icao", @"^ +ICAO Address: +(?<value>\w+)", null),
        ("altitude", @"^ +Altitude: +(?<value>-?\d+) ft", 0),
        ("callsign", @"^ +Ident: +(?<value>.*)$", null),
        ("emitter", @"^ +Category: +(?<value>\w+)", null),
        ("squawk", @"^ +Squawk: +(?<value>\d+)", null),
        ("lat", @"^ +CPR latitude: +(?<value>-?[\d.]+) \(", 1.1e-5),
        ("lon", @"^ +CPR longitude: +(?<value>-?[\d.]+) \(", 1.1e-5),
        ("groundspeed", @"^ +Speed: +(?<value>\d+) kt groundspeed", 1),
        ("vertical_rate", @"^ +Vertical rate: +(?<value>-?\d+)", 0),
        ("geo_minus_baro", @"^ +GNSS delta: +(?<value>-?\d+)", 0),
    ];

    [GeneratedRegex("(?<![0-9A-Fa-f])([0-9A-Fa-f]{14}|[0-9A-Fa-f]{28})(?![0-9A-Fa-f])", RegexOptions.None, 2000)]
    private static partial Regex MessagePattern();

    [GeneratedRegex(@"^\*(?<hex>[0-9a-f]+);(\n.+)+", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex BlockPattern();
}
