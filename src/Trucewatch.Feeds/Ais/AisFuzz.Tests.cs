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
            if (i % 2 == 1)
            {
                AisFuzz.RepairChecksums(bytes);
            }

            AisFuzz.Run(bytes);
        }
    }

    [Fact]
    public void EveryLineOfTheCorpusRunsAlone()
    {
        foreach (var line in File.ReadAllLines(Path.Combine(RepositoryTree.Root, AisGoldenTests.CorpusPath)))
        {
            AisFuzz.Run(Encoding.Latin1.GetBytes(line));
        }
    }

    [Theory]
    [InlineData("!AIVDM,1,1,,A,15RT,0*00", "!AIVDM,1,1,,A,15RT,0*24")]
    [InlineData("!AIVDM,1,1,,A,15RT,0*0", "!AIVDM,1,1,,A,15RT,0*0")]
    [InlineData(@"\s:rx1,c:1418169601*00\!AIVDM,1,1,,A,15RT,0*00", @"\s:rx1,c:1418169601*02\!AIVDM,1,1,,A,15RT,0*24")]
    public void ChecksumsAreRepaired(string broken, string whole)
    {
        var bytes = Encoding.ASCII.GetBytes(broken);
        AisFuzz.RepairChecksums(bytes);
        Assert.Equal(whole, Encoding.ASCII.GetString(bytes));
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
}
