//! Every reader of datagrams and stream openings beside DNS, TLS, HTTP and QUIC.
#![no_main]

use libfuzzer_sys::fuzz_target;
use whither::wire::message::{
    Reading, ber, coap, database, dhcp, directory, ipsec, line, mail, mqtt, ntp, office, openvpn, rtp, socks, ssdp, stun,
    sundry, text, torrent, vpn_control, wireguard, xmpp,
};

fuzz_target!(|bytes: &[u8]| {
    datagrams(bytes);
    tunnels(bytes);
    streams(bytes);
    lines(bytes);
});

fn datagrams(bytes: &[u8]) {
    let _ = (dhcp::read4(bytes), dhcp::read6(bytes), ntp::read(bytes), ssdp::read(bytes), coap::read(bytes));
    let _ = (directory::read_snmp(bytes), directory::read_kerberos(bytes), directory::read_radius(bytes));
    let _ = (rtp::read(bytes), torrent::probe(bytes), torrent::opens_utp(bytes), torrent::read_utp(bytes));
    let _ = (sundry::is_source_query(bytes), text::is_ws_discovery(bytes), stun::is_channel_data(bytes));
    if let Reading::Found(message) = stun::read(bytes) {
        assert!(message.length <= bytes.len());
    }
}

fn tunnels(bytes: &[u8]) {
    let _ = (wireguard::read(bytes), openvpn::read(bytes), openvpn::quotes(bytes, 7), ipsec::read(bytes));
    let _ = (vpn_control::read_pptp(bytes), vpn_control::read_l2tp(bytes), vpn_control::read_sstp(bytes));
    if let Reading::Found((packet, length)) = openvpn::read_stream(bytes) {
        assert!(packet.len() + 2 == length && length <= bytes.len());
    }
    for request in [socks::read_request4(bytes), socks::read_request5(bytes)] {
        if let Reading::Found(request) = request {
            assert!(request.length <= bytes.len());
        }
    }
    let _ = socks::read_greeting(bytes);
    let _ = socks::read_datagram(bytes);
    let _ = socks::probe_datagram(bytes);
}

fn streams(bytes: &[u8]) {
    let _ = (ber::read(bytes), ber::find(bytes, 4), ber::whole_length(bytes));
    let _ = (database::read_mysql(bytes), database::mysql_asks_tls(bytes), database::read_postgres(bytes));
    let _ = (database::read_redis(bytes), database::read_mongo(bytes), torrent::read_handshake(bytes));
    let _ = (office::read_rdp(bytes), office::read_smb(bytes), office::read_amqp(bytes));
    let _ = (directory::read_ldap(bytes), directory::read_kerberos_stream(bytes));
    let _ = (sundry::read_telnet(bytes), sundry::read_whatsapp(bytes), mqtt::read_connect(bytes));
    let _ = (mqtt::read(bytes, 4), mqtt::read(bytes, 5));
}

fn lines(bytes: &[u8]) {
    let _ = (text::read_ssh(bytes), text::read_sip(bytes), text::read_rtsp(bytes), text::read_gnutella(bytes));
    let _ = text::read_irc(bytes);
    if let Reading::Found(header) = xmpp::read(bytes) {
        assert!(header.length <= bytes.len());
    }
    if let Reading::Found((line, length)) = line::read(bytes) {
        assert!(line.len() < length && length <= bytes.len());
        for kind in [mail::Kind::Smtp, mail::Kind::Imap, mail::Kind::Pop3, mail::Kind::Ftp] {
            let _ = (mail::own_name(kind, line), mail::asks_tls(kind, line), mail::grants_tls(kind, line));
        }
        let _ = mail::greeting(line, Some(line));
    }
}
