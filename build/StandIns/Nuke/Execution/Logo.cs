namespace Nuke.Common.Execution;

internal static class Logo
{
    /// <summary>The version whose interface and behaviour the stand-in has.</summary>
    public const string Version = "10.1.0";

    public const string Glad = "\uff3c\uff08\uff3e\u1d17\uff3e\uff09\uff0f";

    public const string Angry = "(\u256f\u00b0\u25a1\u00b0\uff09\u256f\ufe35 \u253b\u2501\u253b";

    // # is a full block; the frame in double lines
    private const string Shape =
        """
        ###.   ##.##.   ##.##.  ##.#######.
        ####.  ##'##'   ##'##' ##u]##u====]
        ##u##. ##'##'   ##'#####u] #####.  
        ##'L##.##'##'   ##'##u=##. ##u==]  
        ##' L####'L######u]##'  ##.#######.
        L=]  L===] L=====] L=]  L=]L======]
        """;

    public static IEnumerable<string> Lines => Shape
        .Replace("\r", null)
        .Replace('#', '\u2588')
        .Replace('.', '\u2557')
        .Replace('\'', '\u2551')
        .Replace('u', '\u2554')
        .Replace('=', '\u2550')
        .Replace(']', '\u255d')
        .Replace('L', '\u255a')
        .Replace(' ', '\u00a0')
        .Split('\n');
}
