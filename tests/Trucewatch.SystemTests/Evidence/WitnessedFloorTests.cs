using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Trucewatch.Evidence;
using Trucewatch.Evidence.Notes;
using Trucewatch.Evidence.Witnessing;
using Trucewatch.SystemTests.Programs;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.SystemTests.Evidence;

/// <summary>The service with three witnesses as processes, and what a party then verifies offline.</summary>
public sealed class WitnessedFloorTests : IDisposable
{
    private readonly ScratchFolder scratch = new();

    [Fact]
    public async Task A_fact_is_proved_under_a_quorum_of_witnesses_and_the_verifier_enforces_it()
    {
        string vkey;
        using (var signer = LogKey.OpenOrCreate(scratch["data"], "trucewatch.invalid/EXERCISE/witnessed"))
        {
            vkey = signer.Verifier.Vkey;
        }

        File.WriteAllText(scratch["logs"], $"log {vkey}\nquorum none\n");
        using var a = Start("a");
        using var b = Start("b");
        using var g = Start("g");
        File.WriteAllText(
            scratch["policy"],
            $"log {vkey}\nwitness a {a.Vkey} {a.Address}\nwitness b {b.Vkey} {b.Address}\n"
                + $"witness g {g.Vkey} {g.Address}\ngroup all-three all a b g\nquorum all-three\n");
        var proof = await ProveOneFactAsync();
        var folder = Directory.CreateDirectory(scratch["proof"]).FullName;
        File.WriteAllText(Path.Combine(folder, "proof.tlog-proof"), proof.GetProperty("tlogProof").GetString());
        foreach (var (file, member) in (ReadOnlySpan<(string, string)>)
            [("entry", "entryBase64"), ("payload", "payloadBase64")])
        {
            File.WriteAllBytes(
                Path.Combine(folder, file), Convert.FromBase64String(proof.GetProperty(member).GetString()!));
        }

        var key = Convert.FromBase64String(proof.GetProperty("keyBase64").GetString()!);
        File.WriteAllText(Path.Combine(folder, "key"), Convert.ToHexStringLower(key) + "\n");
        var verified = Verify(folder, scratch["policy"]);
        Assert.True(verified.ExitCode == 0, verified.Output + verified.Error);
        Assert.Contains("quorum all-three: reached", verified.Output, StringComparison.Ordinal);

        // A party that asks for a witness of its own that did not sign does not accept the same proof.
        using var own = Cosigner.Generate("own.example/w");
        File.WriteAllText(
            scratch["stricter"],
            $"log {vkey}\nwitness a {a.Vkey}\nwitness own {own.Verifier.Vkey}\ngroup both all a own\nquorum both\n");
        Assert.Equal(1, Verify(folder, scratch["stricter"]).ExitCode);

        var prove = TrucewatchProgram.Run("evidence", "prove", "0", "--data", scratch["data"]);
        Assert.Contains("witnessed by g", prove.Error, StringComparison.Ordinal);
        var held = TrucewatchProgram.Run("evidence", "fsck", "--data", scratch["data"]);
        Assert.True(held.ExitCode == 0, held.Output + held.Error);
        CheckByStandardTools(prove.Output, a.Vkey);
    }

    [Fact]
    public void A_restored_old_copy_of_a_witness_refuses_to_start()
    {
        using var log = new ForkedLog("log.example/restored");
        File.WriteAllText(scratch["logs"], $"log {log.Key.Vkey}\nquorum none\n");
        var seen = 0;
        foreach (var size in (int[])[25, 30, 35])
        {
            using (var witness = Start("w"))
            {
                Assert.Equal(HttpStatusCode.OK, Add(witness, log, branch: 0, seen, size));
            }

            seen = size;
            Copy(scratch["w"], scratch[FormattableString.Invariant($"copy-{size}")]);
        }

        // Two back, and with a key alone.
        foreach (var copy in (string[])[scratch["copy-25"], ""])
        {
            Directory.Delete(Path.Combine(scratch["w"], "witness"), recursive: true);
            if (copy.Length > 0)
            {
                Copy(copy, scratch["w"]);
            }

            using var refused = Start("w");
            Assert.Contains("an older copy was restored", refused.Refusal, StringComparison.Ordinal);
        }

        // One back cannot be told from a crash: it goes on from what it signed last, and cosigns nothing else.
        Copy(scratch["copy-30"], scratch["w"]);
        using var restored = Start("w");
        Assert.Equal(HttpStatusCode.Conflict, Add(restored, log, branch: 0, 30, 35));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, Add(restored, log, branch: 1, 35, 45));
        Assert.Equal(HttpStatusCode.OK, Add(restored, log, branch: 0, 35, 45));
    }

    /// <inheritdoc/>
    public void Dispose() => scratch.Dispose();

    private static HttpStatusCode Add(RunningWitness witness, ForkedLog log, int branch, int oldSize, int size)
    {
        using var http = new HttpClient { BaseAddress = witness.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/add-checkpoint")
        {
            Content = new ByteArrayContent(
                new AddCheckpoint(oldSize, log.Proof(branch, oldSize, size), log.Note(branch, size)).ToBytes()),
        };
        using var answer = http.Send(request);
        return answer.StatusCode;
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
    }

    private static Ran Verify(string folder, string policy)
    {
        var program = Path.Combine(
            RepositoryTree.Root, "src", "Trucewatch.Verifier", "bin", TrucewatchProgram.Configuration, "net10.0",
            "trucewatch-verify.dll");
        string[] disclosed =
        [
            Path.Combine(folder, "proof.tlog-proof"), "--entry", Path.Combine(folder, "entry"),
            "--payload", Path.Combine(folder, "payload"), "--key", Path.Combine(folder, "key"),
        ];
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, .. disclosed, "--policy", policy])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new Ran(process.ExitCode, output, process.StandardError.ReadToEnd());
    }

    /// <summary>Reads a proof's note with Python's standard library alone, and lets openssl check a witness.</summary>
    private void CheckByStandardTools(string proof, string vkey)
    {
        const string Script =
            """
            import base64, hashlib, struct, subprocess, sys
            proof, vkey, folder = open(sys.argv[1], encoding="utf-8").read(), sys.argv[2], sys.argv[3]
            text, lines = proof.split("\n\n", 1)[1].rsplit("\n\n", 1)
            text += "\n"
            name, keyid, key = vkey.split("+", 2)
            key = base64.b64decode(key)
            assert key[0] == 4 and hashlib.sha256(name.encode() + b"\n" + key).digest()[:4].hex() == keyid
            for line in lines.splitlines():
                dash, who, value = line.split(" ")
                value = base64.b64decode(value)
                if who == name and value[:4].hex() == keyid:
                    break
            else:
                sys.exit("no line of the witness")
            time, = struct.unpack(">Q", value[4:12])
            open(folder + "/message", "wb").write(b"cosignature/v1\ntime %d\n" % time + text.encode())
            open(folder + "/signature", "wb").write(value[12:])
            open(folder + "/key.der", "wb").write(bytes.fromhex("302a300506032b6570032100") + key[1:])
            sys.exit(subprocess.call(["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey",
                folder + "/key.der", "-rawin", "-in", folder + "/message", "-sigfile", folder + "/signature"],
                stdout=subprocess.DEVNULL))
            """;
        File.WriteAllText(scratch["check.py"], Script);
        var file = scratch["by-hand.tlog-proof"];
        foreach (var (text, code) in (ReadOnlySpan<(string, int)>)
            [(proof, 0), (proof.Replace("\n\ntrucewatch.", "\n\ntruzewatch.", StringComparison.Ordinal), 1)])
        {
            File.WriteAllText(file, text);
            using var python = Process.Start("python3", [scratch["check.py"], file, vkey, scratch.Path]);
            python.WaitForExit();
            Assert.Equal(code, python.ExitCode);
        }
    }

    private RunningWitness Start(string name) => new(scratch["logs"], scratch[name], scratch[name + "-guard"]);

    /// <summary>The proof of the first fact that this reader may see: the direction's own words he may not.</summary>
    private static async Task<JsonElement?> FirstProofAsync(HttpClient client, CancellationToken stop)
    {
        for (var number = 1; number <= 8; number++)
        {
            using var got = await client.GetAsync($"/api/v1/facts/{number}/proof", stop);
            if (got.IsSuccessStatusCode)
            {
                return await got.Content.ReadFromJsonAsync<JsonElement>(stop);
            }
        }

        return null;
    }

    /// <summary>Runs the exercise until a fact is witnessed, and gives its proof.</summary>
    private async Task<JsonElement> ProveOneFactAsync()
    {
        using var process = TrucewatchProgram.Start(
            [], "serve", "--urls", "http://127.0.0.1:0", "--data", scratch["data"], "--policy", scratch["policy"]);
        try
        {
            process.BeginErrorReadLine();
            var link = new Uri((await process.StandardOutput.ReadLineAsync())!["Sign in: ".Length..]);
            using var client = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer() })
            {
                BaseAddress = new Uri(link.GetLeftPart(UriPartial.Authority)),
            };
            await client.PostAsJsonAsync("/api/v1/session", new { token = link.Fragment[1..] });
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            using var events = await client.GetStreamAsync("/api/v1/events", patience.Token);
            using var lines = new StreamReader(events);
            while (true)
            {
                var line = await lines.ReadLineAsync(patience.Token) ?? throw new EndOfStreamException("no witnesses");
                if (line.StartsWith("data: {\"exercise\":", StringComparison.Ordinal)
                    && JsonDocument.Parse(line[6..]).RootElement.TryGetProperty("record", out var record)
                    && record.GetProperty("witnessed").GetProperty("hasQuorum").GetBoolean()
                    && await FirstProofAsync(client, patience.Token) is { } proof
                    && proof.GetProperty("witnessed").GetProperty("hasQuorum").GetBoolean())
                {
                    return proof;
                }
            }
        }
        finally
        {
            // In order, as an operator ends it: one that is killed may leave tiles that nothing signed yet, and a check
            // says so until the next start has done with them.
            using (var stop = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]))
            {
                await stop.WaitForExitAsync(CancellationToken.None);
            }

            await process.WaitForExitAsync(CancellationToken.None);
        }
    }
}
