using System.Security.Cryptography;
using System.Text;
using SiteBuilder.Sandbox.Access;

namespace SiteBuilder.Sandbox.Hosting;

/// <summary>The file with which clients find and trust the sandbox, and the token they show.</summary>
internal static class Kubeconfig
{
    /// <summary>The token of the administrator, made once and kept in the data directory.</summary>
    public static string Token(string folder)
    {
        string file = Path.Combine(folder, "token");
        if (!File.Exists(file))
        {
            PrivateFile.Write(file, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));
        }

        return File.ReadAllText(file).Trim();
    }

    /// <summary>The key that signs the tokens of service accounts, made once and kept in the data directory.</summary>
    public static string AccountKey(string folder)
    {
        string file = Path.Combine(folder, "accounts.pem");
        if (!File.Exists(file))
        {
            PrivateFile.Write(file, AccountTokens.NewKey());
        }

        return File.ReadAllText(file);
    }

    public static void Write(string path, string name, int port, string authority, string token) => PrivateFile.Write(path, $"""
        apiVersion: v1
        kind: Config
        clusters:
        - name: {name}
          cluster:
            server: https://127.0.0.1:{port}
            certificate-authority-data: {Convert.ToBase64String(Encoding.UTF8.GetBytes(authority))}
        users:
        - name: {name}-admin
          user:
            token: {token}
        contexts:
        - name: {name}
          context:
            cluster: {name}
            user: {name}-admin
        current-context: {name}

        """);
}
