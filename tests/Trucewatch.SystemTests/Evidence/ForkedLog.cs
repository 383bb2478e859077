using System.Globalization;
using System.Text;
using Trucewatch.Evidence;
using Trucewatch.Evidence.Merkle;
using Trucewatch.Evidence.Notes;

namespace Trucewatch.SystemTests.Evidence;

/// <summary>
/// A log that cheats: two trees with a common start, both signed by its one key. Everything is in memory.
/// </summary>
public sealed class ForkedLog : IDisposable
{
    /// <summary>How many entries both trees share.</summary>
    public const int SharedSize = 20;

    /// <summary>How many entries each tree has in the end.</summary>
    public const int FullSize = 60;

    private readonly NoteSigner signer;
    private readonly Digest[][][] levels = new Digest[2][][];
    private readonly TreeHead[][] heads = new TreeHead[2][];
    private readonly string[][] notes = new string[2][];

    /// <summary>Makes the trees of a log and signs all their heads.</summary>
    public ForkedLog(string origin)
    {
        signer = NoteSigner.Generate(origin);
        for (var branch = 0; branch < 2; branch++)
        {
            var leaves = Enumerable.Range(0, FullSize).Select(index => MerkleTree.LeafHash(Encoding.UTF8.GetBytes(
                string.Create(CultureInfo.InvariantCulture, $"{(index < SharedSize ? 0 : branch)}/{index}"))));
            levels[branch] = Levels([.. leaves]);
            heads[branch] = new TreeHead[FullSize + 1];
            notes[branch] = new string[FullSize + 1];
            for (var size = 0; size <= FullSize; size++)
            {
                heads[branch][size] = new TreeHead(size, MerkleTree.Root(size, Nodes(branch)));
                notes[branch][size] = Checkpoint.Sign(heads[branch][size], signer).SignedNote;
            }
        }
    }

    /// <summary>The name of the log.</summary>
    public string Origin => signer.Name;

    /// <summary>Its public key.</summary>
    public NoteVerifier Key => signer.Verifier;

    /// <summary>The head of a tree at a size.</summary>
    public TreeHead Head(int branch, int size) => heads[branch][size];

    /// <summary>The signed checkpoint of a tree at a size.</summary>
    public string Note(int branch, int size) => notes[branch][size];

    /// <summary>The proof within one tree.</summary>
    public Digest[] Proof(int branch, int oldSize, int size) =>
        MerkleTree.ConsistencyProof(oldSize, size, Nodes(branch));

    /// <inheritdoc/>
    public void Dispose() => signer.Dispose();

    private static Digest[][] Levels(Digest[] leaves)
    {
        var all = new List<Digest[]> { leaves };
        while (all[^1].Length > 1)
        {
            var below = all[^1];
            all.Add([.. Enumerable.Range(0, below.Length / 2).Select(
                i => MerkleTree.NodeHash(below[2 * i], below[(2 * i) + 1]))]);
        }

        return [.. all];
    }

    private NodeReader Nodes(int branch) => (level, index) => levels[branch][level][index];
}
