namespace SiteBuilder.Build.Tests.Api;

/// <summary>Types that have a keyword.</summary>
internal static class Keywords
{
    private static readonly Dictionary<Type, string> s_keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(char)] = "char",
        [typeof(byte)] = "byte",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
    };

    public static string? Of(Type type) => s_keywords.GetValueOrDefault(type);
}
