using System.Text;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.Feeds.Ais;

public sealed class AisFuzzTests
{
    private const int Mutations = 20_000;

    [Fact]
    public void NoMutationBreaksAnything()
    {
        var lines = File.ReadAllLines(Path.Combine(RepositoryTree.Root, AisGoldenTests.CorpusPath))
            .Where(line => line.Length > 0 && line[0] != '#' && line[0] != ' ').ToArray();
        Assert.True(lines.Length > 20);
        var random = new Random(20261122);
        for (var i = 0; i < Mutations; i++)
        {
            var text = string.Join("\r\n", Enumerable.Range(0, 3).Select(_ => lines[random.Next(lines.Length)]));
            var bytes = Encoding.Latin1.GetBytes(text);
            for (var hits = random.Next(4); hits > 0; hits--)
            {
                bytes = Mutate(bytes, random);
            }

            // Half of them get right checksums again, so that what lies behind the checksum is reached too.
            AisFuzz.Run(i % 2 == 0 ? bytes : Repair(bytes));
        }
    }

    private static byte[] Mutate(byte[] bytes, Random random)
    {
        var at = random.Next(bytes.Length);
        switch (random.Next(4))
        {
            case 0:
                bytes[at] = (byte)random.Next(256);
                return bytes;
            case 1:
                return [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + random.Next(1, 20))..], (byte)'x'];
            case 2:
                return [.. bytes[..at], (byte)"0123456789,!*\\w\n"[random.Next(16)], .. bytes[at..]];
            default:
                return [.. bytes, .. bytes[at..]];
        }
    }

    private static byte[] Repair(byte[] bytes)
    {
        for (var bang = Array.IndexOf(bytes, (byte)'!'); bang >= 0; bang = Array.IndexOf(bytes, (byte)'!', bang + 1))
        {
            var star = Array.IndexOf(bytes, (byte)'*', bang);
            if (star < 0 || star + 2 >= bytes.Length)
            {
                break;
            }

            Encoding.ASCII.GetBytes(
                $"{AisLine.Checksum(bytes.AsSpan((bang + 1)..star)):X2}", bytes.AsSpan(star + 1, 2));
        }

        return bytes;
    }
}
