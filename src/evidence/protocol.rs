//! The application protocols that a flow can be seen to speak, one row each.

use super::wording::worded;

worded! {
    /// An application protocol that a flow was seen to speak.
    Protocol {
        /// RFC 1035, over UDP or TCP.
        Dns "dns" "DNS";
        /// Multicast DNS, RFC 6762.
        Mdns "mdns" "mDNS";
        /// Link-local multicast name resolution, RFC 4795.
        Llmnr "llmnr" "LLMNR";
        /// NetBIOS name service, RFC 1002 §4.2.
        Nbns "nbns" "NetBIOS names";
        /// A TLS hello was read, RFC 8446.
        Tls "tls" "TLS";
        /// TLS over datagrams, RFC 9147.
        Dtls "dtls" "DTLS";
        /// A QUIC long header with a known version, RFC 9000.
        Quic "quic" "QUIC";
        /// HTTP/1, RFC 9112.
        Http "http" "HTTP";
        /// HTTP/2, RFC 9113.
        Http2 "http2" "HTTP/2";
        /// HTTP/3, RFC 9114.
        Http3 "http3" "HTTP/3";
        /// RFC 6455.
        WebSocket "websocket" "WebSocket";
        /// wireguard.com protocol page.
        WireGuard "wireguard" "WireGuard";
        /// Protocol overview in OpenVPN's documentation.
        OpenVpn "openvpn" "OpenVPN";
        /// RFC 7296, RFC 2408.
        Ike "ike" "IKE";
        /// ESP over UDP, RFC 3948.
        UdpEsp "udp-esp" "ESP over UDP";
        /// RFC 2637.
        Pptp "pptp" "PPTP";
        /// RFC 2661.
        L2tp "l2tp" "L2TP";
        /// [MS-SSTP].
        Sstp "sstp" "SSTP";
        /// RFC 1928, and version 4.
        Socks "socks" "SOCKS";
        /// RFC 8489.
        Stun "stun" "STUN";
        /// RFC 8656.
        Turn "turn" "TURN";
        /// RFC 3550 §5.
        Rtp "rtp" "RTP";
        /// RFC 3550 §6.
        Rtcp "rtcp" "RTCP";
        /// RFC 3261.
        Sip "sip" "SIP";
        /// RFC 2326, RFC 7826.
        Rtsp "rtsp" "RTSP";
        /// OASIS MQTT 3.1.1 and 5.0.
        Mqtt "mqtt" "MQTT";
        /// RFC 7252.
        Coap "coap" "CoAP";
        /// RFC 6120.
        Xmpp "xmpp" "XMPP";
        /// RFC 5321.
        Smtp "smtp" "SMTP";
        /// RFC 9051.
        Imap "imap" "IMAP";
        /// RFC 1939.
        Pop3 "pop3" "POP3";
        /// RFC 959.
        Ftp "ftp" "FTP";
        /// RFC 4253.
        Ssh "ssh" "SSH";
        /// RFC 854.
        Telnet "telnet" "Telnet";
        /// RFC 5905.
        Ntp "ntp" "NTP";
        /// UPnP Device Architecture 2.0 §1.
        Ssdp "ssdp" "SSDP";
        /// OASIS WS-Discovery 1.1.
        WsDiscovery "ws-discovery" "WS-Discovery";
        /// RFC 2131.
        Dhcp "dhcp" "DHCP";
        /// RFC 8415.
        Dhcp6 "dhcpv6" "DHCPv6";
        /// RFC 3417.
        Snmp "snmp" "SNMP";
        /// [MS-RDPBCGR].
        Rdp "rdp" "RDP";
        /// [MS-SMB2], [MS-CIFS], and the NetBIOS session below it (RFC 1002 §4.3).
        Smb "smb" "SMB";
        /// RFC 4511.
        Ldap "ldap" "LDAP";
        /// RFC 4120.
        Kerberos "kerberos" "Kerberos";
        /// RFC 2865.
        Radius "radius" "RADIUS";
        /// BEP 3, 5, 14, 15, 29.
        BitTorrent "bittorrent" "BitTorrent";
        /// Gnutella 0.6 (rfc-gnutella.sourceforge.net).
        Gnutella "gnutella" "Gnutella";
        /// RFC 2812.
        Irc "irc" "IRC";
        /// MySQL's manual, "Client/Server Protocol".
        MySql "mysql" "MySQL";
        /// PostgreSQL's manual, "Frontend/Backend Protocol".
        Postgres "postgresql" "PostgreSQL";
        /// RESP specification.
        Redis "redis" "Redis";
        /// MongoDB's manual, "Wire Protocol".
        MongoDb "mongodb" "MongoDB";
        /// AMQP 0-9-1 and 1.0.
        Amqp "amqp" "AMQP";
        /// Valve's "Server queries".
        SourceEngine "source-engine" "Source engine";
        /// tulir/whatsmeow, socket/constants.go.
        WhatsApp "whatsapp" "WhatsApp";
    }
}
